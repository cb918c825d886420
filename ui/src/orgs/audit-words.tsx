import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AuditRecord, Changed } from './audit-record';
import type { AuditEntry } from './audit-query';
import { useEventStateWords, useReasonWords, useStatusWords } from './state-words';

/** What an entry of the history says, in a sentence. */
export function AuditWords(props: {
  entry: AuditEntry;
  org: string;
  /** The name of a member, where it is one still. */
  nameOf: (user: string) => string | null;
}): ReactNode {
  const { entry, org } = props;
  switch (entry.subject) {
    case 'invitee':
      return <InviteeWords entry={entry} org={org} />;
    case 'event':
      return <EventWords entry={entry} org={org} />;
    case 'contact_created':
      return (
        <Trans>
          New contact: <ContactLink org={org} contact={entry.contact} name={entry.name} />
        </Trans>
      );
    case 'contact_changed':
      return <ContactChanged entry={entry} org={org} />;
    case 'contact_deleted':
      return <Trans>A contact was deleted.</Trans>;
    case 'record':
      return <AuditRecord entry={entry} nameOf={props.nameOf} />;
  }
}

type Of<Subject extends AuditEntry['subject']> = Extract<AuditEntry, { subject: Subject }>;

function InviteeWords({ entry, org }: { entry: Of<'invitee'>; org: string }) {
  const status = useStatusWords();
  const reason = useReasonWords()(entry.reason);
  const { name } = entry;
  return (
    <>
      {entry.before == null ? (
        <Trans>
          {name} was put on the list of <EventLink org={org} event={entry.event} />
        </Trans>
      ) : (
        <Trans>
          {name}: {status(entry.after)} (before: {status(entry.before)}), at <EventLink org={org} event={entry.event} />
        </Trans>
      )}
      {reason !== null && <> · {reason}</>}
    </>
  );
}

function EventWords({ entry, org }: { entry: Of<'event'>; org: string }) {
  const state = useEventStateWords();
  const link = <EventLink org={org} event={entry.event} name={entry.name} />;
  if (entry.before == null) return <Trans>New event: {link}</Trans>;
  if (entry.before !== entry.after) {
    return (
      <Trans>
        {link}: {state(entry.after)} (before: {state(entry.before)})
      </Trans>
    );
  }
  return (
    <>
      <Trans>{link} was changed</Trans>
      <Changed fields={entry.fields} />
    </>
  );
}

function ContactChanged({ entry, org }: { entry: Of<'contact_changed'>; org: string }) {
  const { t } = useLingui();
  return (
    <>
      <Trans>
        <ContactLink org={org} contact={entry.contact} name={t`A contact`} /> was changed
      </Trans>
      <Changed fields={entry.fields} />
    </>
  );
}

function EventLink({ org, event, name }: { org: string; event: string; name?: string }) {
  return (
    <Anchor inherit renderRoot={(root) => <Link to="/o/$org/events/$event" params={{ org, event }} {...root} />}>
      {name ?? <Trans>an event</Trans>}
    </Anchor>
  );
}

function ContactLink({ org, contact, name }: { org: string; contact: string; name: string }) {
  return (
    <Anchor inherit renderRoot={(root) => <Link to="/o/$org/contacts/$contact" params={{ org, contact }} {...root} />}>
      {name}
    </Anchor>
  );
}
