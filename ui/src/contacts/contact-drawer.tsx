import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Schemas, type Seen, seen as seenOf } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { SidePanel } from '../parts/dialog';
import { tell } from '../parts/toast';
import { ContactForm } from './contact-form';
import { changeOf, type ContactValues, newContact } from './contact-values';
import { contactQuery, includeRow, patchRows } from './queries';

/** A new contact, or, with `contact`, a change of it. */
export function ContactDrawer(props: {
  opened: boolean;
  org: string;
  contact?: Seen<Schemas['Contact']>;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { contact } = props;
  return (
    <SidePanel
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={contact === undefined ? t`New contact` : t`Edit contact`}
      closeOnClickOutside={false}
    >
      {props.opened && (contact === undefined ? <Creating {...props} /> : <Editing {...props} contact={contact} />)}
    </SidePanel>
  );
}

function Creating({ org, onClose }: { org: string; onClose: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  // A new form for the next one.
  const [round, setRound] = useState(0);
  const create = useCommand({
    send: ({ values }: { values: ContactValues; more: boolean }, key) =>
      body(
        api.POST('/v1/orgs/{org}/contacts', {
          params: { path: { org }, header: { 'idempotency-key': key } },
          body: newContact(values),
        }),
      ),
    onDone: (contact, { more }) => {
      const name = contact.name || contact.phone || contact.email;
      tell(t`${name} was added`);
      includeRow(queries, org, contact);
      if (more) setRound((last) => last + 1);
      else onClose();
    },
    touches: () => [['org', org, 'tags']],
  });
  return (
    <ContactForm
      key={round}
      org={org}
      error={create.error}
      pending={create.isPending}
      act={<Trans>Add contact</Trans>}
      onSubmit={(values, more) => create.mutate({ values, more })}
      onCancel={onClose}
      another
    />
  );
}

function Editing({ org, contact, onClose }: { org: string; contact: Seen<Schemas['Contact']>; onClose: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [base, setBase] = useState(contact);
  const [before, setBefore] = useState<Schemas['Contact'] | null>(null);
  const { id } = contact.value;
  const query = contactQuery(org, id);
  const change = useCommand({
    send: (values: ContactValues) =>
      seenOf(
        api.PATCH('/v1/orgs/{org}/contacts/{contact}', {
          params: { path: { org, contact: id }, header: { 'if-match': base.etag ?? undefined } },
          body: changeOf(values, base.value),
        }),
      ),
    onDone: (changed) => {
      queries.setQueryData(query.queryKey, changed);
      const { name, phone, email, tags } = changed.value;
      patchRows(queries, org, (row) =>
        row.id === id ? { id, name, phone: phone ?? null, email: email ?? null, tags } : row,
      );
      tell(t`Saved`);
      onClose();
    },
    onProblem: (problem) => {
      if (!isProblem(problem, 'stale')) return;
      void queries.fetchQuery({ ...query, staleTime: 0 }).then((now) => {
        setBefore(base.value);
        setBase(now);
      });
    },
    touches: () => [['org', org, 'tags']],
  });
  return (
    <ContactForm
      org={org}
      contact={base.value}
      before={before}
      error={isProblem(change.error, 'stale') ? null : change.error}
      pending={change.isPending}
      act={<Trans>Save</Trans>}
      onSubmit={(values) => change.mutate(values)}
      onCancel={onClose}
    />
  );
}
