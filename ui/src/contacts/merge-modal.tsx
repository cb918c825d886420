import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas, type Seen, seen } from '../api/client';
import { useCommand } from '../api/command';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { ContactPicker } from './contact-picker';
import { type ContactRow, contactQuery, patchRows } from './queries';

/** Makes another contact part of this one. */
export function MergeModal(props: {
  opened: boolean;
  org: string;
  contact: Seen<Schemas['Contact']>;
  name: string;
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={t`Merge another contact into ${props.name}`}
    >
      {props.opened && <Merging {...props} />}
    </Dialog>
  );
}

function Merging({ org, contact, name, onClose }: Omit<Parameters<typeof MergeModal>[0], 'opened'>) {
  const { t } = useLingui();
  const [other, setOther] = useState<ContactRow | null>(null);
  const merge = useMerge(org, contact, () => onClose());
  if (other === null) {
    return <ContactPicker org={org} label={t`Who is the same person?`} without={[contact.value.id]} onPick={setOther} />;
  }
  const otherName = other.name || other.phone || other.email || '';
  return (
    <Stack>
      {merge.error !== null && <Trouble error={merge.error} />}
      <Text>
        <Trans>
          <b>{name}</b> stays. What is missing there comes from <b>{otherName}</b>: phone, e-mail, fields, note. Tags and
          lists of both are kept.
        </Trans>
      </Text>
      <Text>
        <Trans>
          The contact <b>{otherName}</b> is deleted then. Events keep whom they have. This cannot be taken back.
        </Trans>
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => setOther(null)}>
          <Trans>Choose another</Trans>
        </Button>
        <Button color="red.8" loading={merge.isPending} onClick={() => merge.mutate(other)}>
          <Trans>Merge 2 contacts into one</Trans>
        </Button>
      </Group>
    </Stack>
  );
}

/** The command that makes `other` part of the contact. */
export function useMerge(org: string, contact: Seen<Schemas['Contact']>, onDone: () => void) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { id } = contact.value;
  return useCommand({
    send: (other: ContactRow, key) =>
      seen(
        api.POST('/v1/orgs/{org}/contacts/{contact}/merge', {
          params: {
            path: { org, contact: id },
            header: { 'idempotency-key': key, 'if-match': contact.etag ?? undefined },
          },
          body: { with: other.id },
        }),
      ),
    onDone: ({ value }, other) => {
      tell(t`Merged into ${value.name || value.phone || value.email}`);
      patchRows(queries, org, (row) => (row.id === other.id ? null : row));
      onDone();
    },
    touches: () => [contactQuery(org, id).queryKey, ['org', org, 'contacts', 'duplicates'], ['org', org, 'tags'], ['org', org, 'lists']],
  });
}
