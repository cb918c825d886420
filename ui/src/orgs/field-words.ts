import { useLingui } from '@lingui/react/macro';

/** What a field of a contact, an event, a list or an org is called; the API's own word where there is no other. */
export function useFieldWords(): (field: string) => string {
  const { t } = useLingui();
  return (field) => {
    const [first = field, second] = field.split('.');
    switch (first) {
      case 'name':
      case 'display_name':
      case 'title':
        return t`name`;
      case 'host':
        return t`host`;
      case 'details':
        return t`details`;
      case 'location':
        return t`location`;
      case 'starts_local':
        return t`start`;
      case 'zone':
      case 'time_zone':
        return t`time zone`;
      case 'duration_minutes':
        return t`duration`;
      case 'rsvp_deadline':
        return t`deadline for answers`;
      case 'region':
        return t`country`;
      case 'texts':
        return t`texts`;
      case 'archived':
        return t`archived or not`;
      case 'announcements':
      case 'broadcasts':
        return t`a message to guests`;
      case 'settings':
        return second === undefined ? t`settings` : second.replaceAll('_', ' ');
      case 'phone':
        return t`phone`;
      case 'email':
        return t`e-mail`;
      case 'tags':
        return t`tags`;
      case 'note':
        return t`note`;
      case 'description':
        return t`description`;
      case 'hour_limit':
      case 'day_limit':
        return t`limits`;
      default:
        return first.replaceAll('_', ' ');
    }
  };
}
