import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { AuditEntry } from './audit-query';
import { useFieldWords } from './field-words';
import { useRoleWords } from './role-words';

type RecordEntry = Extract<AuditEntry, { subject: 'record' }>;

/** What was made, changed or deleted beside contacts and events. */
export function AuditRecord({ entry, nameOf }: { entry: RecordEntry; nameOf: (user: string) => string | null }): ReactNode {
  switch (entry.kind) {
    case 'org':
      return <OrgWords entry={entry} />;
    case 'member':
      return <MemberWords entry={entry} nameOf={nameOf} />;
    case 'team_invitation':
      return <InvitationWords entry={entry} />;
    case 'contact_list':
      return <ListWords entry={entry} />;
    case 'event_role':
      return <EventRoleWords entry={entry} nameOf={nameOf} />;
    case 'entry':
      return <EntryWords entry={entry} />;
    case 'suppression':
      return <SuppressionWords entry={entry} />;
    default:
      return <Trans>Something was changed</Trans>;
  }
}

/** The fields that changed, in words. */
export function Changed({ fields }: { fields: readonly string[] }) {
  const words = useFieldWords();
  const named = [...new Set(fields.map(words))];
  return named.length === 0 ? null : <>: {named.join(', ')}</>;
}

function OrgWords({ entry }: { entry: RecordEntry }) {
  const { before, after } = entry;
  if (before == null) return <Trans>The organization was made: {after}</Trans>;
  if (entry.fields.includes('archived_at')) return <Trans>The organization was archived or restored.</Trans>;
  return (
    <>
      <Trans>The organization was changed</Trans>
      <Changed fields={entry.fields} />
    </>
  );
}

function MemberWords({ entry, nameOf }: { entry: RecordEntry; nameOf: (user: string) => string | null }) {
  const { t } = useLingui();
  const role = useRoleWords();
  const name = nameOf(entry.id) ?? t`A former member`;
  const { before, after } = entry;
  if (after == null) return <Trans>{name} is no member any more.</Trans>;
  if (before == null) return <Trans>{name} joined as: {role(after)}</Trans>;
  return (
    <Trans>
      {name}: {role(after)} (before: {role(before)})
    </Trans>
  );
}

function InvitationWords({ entry }: { entry: RecordEntry }) {
  const { before, after } = entry;
  if (after == null) return <Trans>An invitation to the team was deleted.</Trans>;
  if (before == null) return <Trans>{after} was invited to the team.</Trans>;
  return entry.fields.some((field) => field === 'state' || field.startsWith('state.')) ? (
    <Trans>The invitation of {after} to the team was answered or taken back.</Trans>
  ) : (
    <Trans>The invitation of {after} to the team was sent again.</Trans>
  );
}

function ListWords({ entry }: { entry: RecordEntry }) {
  const { before, after } = entry;
  if (after == null) return <Trans>A list of contacts was deleted.</Trans>;
  if (before == null) return <Trans>New list of contacts: {after}</Trans>;
  if (entry.fields.includes('deleted_at')) return <Trans>The list {after} was deleted.</Trans>;
  return (
    <>
      <Trans>The list {after} was changed</Trans>
      <Changed fields={entry.fields} />
    </>
  );
}

function EventRoleWords({ entry, nameOf }: { entry: RecordEntry; nameOf: (user: string) => string | null }) {
  const { t } = useLingui();
  const user = entry.id.split(' ')[1] ?? '';
  const name = nameOf(user) ?? t`A former member`;
  return entry.after == null ? (
    <Trans>{name} has no role of their own on an event any more.</Trans>
  ) : (
    <Trans>
      {name} has a role on an event: {entry.after.toLowerCase()}
    </Trans>
  );
}

function EntryWords({ entry }: { entry: RecordEntry }) {
  const { before, after } = entry;
  return before == null ? (
    <Trans>An admin of the platform entered. The reason: {after}</Trans>
  ) : (
    <Trans>An admin of the platform left.</Trans>
  );
}

function SuppressionWords({ entry }: { entry: RecordEntry }) {
  const { id, after } = entry;
  return after == null ? (
    <Trans>{id} may be written to again.</Trans>
  ) : (
    <Trans>
      {id} is not written to any more. The reason: {after}
    </Trans>
  );
}
