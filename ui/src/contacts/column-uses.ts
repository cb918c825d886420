import { useLingui } from '@lingui/react/macro';
import { FIELDS, useFieldName } from './field-names';

/** Most characters of the name of an own field. */
const NAME_CHARACTERS_MAX = 60;

export interface UseOption {
  value: string;
  label: string;
}

/** What a column of a file can be used as, in the API's words, with what it is called. */
export function useColumnUses(): (column: { heading: string; use: string }) => UseOption[] {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const usual: UseOption[] = [
    { value: 'ignore', label: t`Leave out` },
    { value: 'name', label: t`Whole name` },
    { value: 'first-name', label: t`First name` },
    { value: 'last-name', label: t`Last name` },
    { value: 'phone:1', label: t`Phone` },
    { value: 'phone:2', label: t`Phone, second choice` },
    { value: 'phone:3', label: t`Phone, third choice` },
    { value: 'email:1', label: t`E-mail` },
    { value: 'email:2', label: t`E-mail, second choice` },
    { value: 'tags', label: t`Tags` },
    { value: 'labels', label: t`Tags, as Google writes labels` },
    { value: 'group', label: t`List to be put on` },
    { value: 'note', label: t`Note` },
    { value: 'organization', label: t`Organization` },
    ...FIELDS.map((field) => ({ value: field, label: fieldName(field) })),
    { value: 'zone', label: t`Time zone` },
    { value: 'custom-fields', label: t`Own fields, as our export writes them` },
  ];
  const ranked = (use: string): string | undefined => {
    const [kind, rank] = use.split(':');
    switch (kind) {
      case 'phone':
        return t`Phone, choice ${rank}`;
      case 'phone-label':
        return t`Kind of phone ${rank}`;
      case 'email':
        return t`E-mail, choice ${rank}`;
      case 'tags':
        return t`Tags, also divided by ${rank}`;
      case 'custom':
        return t`Own field “${use.slice('custom:'.length)}”`;
      default:
        return undefined;
    }
  };
  return ({ heading, use }) => {
    const own = heading.trim().slice(0, NAME_CHARACTERS_MAX).trim();
    const options = own === '' ? usual : [...usual, { value: `custom:${own}`, label: t`Own field “${own}”` }];
    const known = options.some((option) => option.value === use);
    return known ? options : [...options, { value: use, label: ranked(use) ?? use }];
  };
}
