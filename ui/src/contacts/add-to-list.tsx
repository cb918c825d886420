import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Pill, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { ContactPicker } from './contact-picker';
import { addRows, type ContactRow, listQueryOf } from './queries';

/** Puts people on a list, found by name. */
export function AddToList(props: {
  org: string;
  list: Schemas['ContactList'];
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={t`Add people to ${props.list.name}`}
    >
      {props.opened && <Adding {...props} />}
    </Dialog>
  );
}

function Adding({ org, list, onClose }: Parameters<typeof AddToList>[0]) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ContactRow[]>([]);
  const add = useCommand({
    send: async (people: ContactRow[]) => {
      for (const { id: contact } of people) {
        await api.PUT('/v1/orgs/{org}/lists/{list}/contacts/{contact}', {
          params: { path: { org, list: list.id, contact } },
        });
      }
    },
    onDone: (_, people) => {
      addRows(queries, org, { list: list.id }, people);
      const { queryKey } = listQueryOf(org, list.id);
      queries.setQueryData(
        queryKey,
        (seen) => seen && { ...seen, value: { ...seen.value, contacts: seen.value.contacts + people.length } },
      );
      tell(t`${plural(people.length, { one: '# contact is on the list', other: '# contacts are on the list' })}`);
      onClose();
    },
    touches: () => [['org', org, 'contacts', 'one']],
  });
  return (
    <Stack>
      {add.error !== null && <Trouble error={add.error} />}
      {chosen.length > 0 && (
        <Pill.Group>
          {chosen.map((one) => (
            <Pill
              key={one.id}
              size="lg"
              withRemoveButton
              removeButtonProps={{ 'aria-label': t`Leave out ${one.name}`, 'aria-hidden': false, tabIndex: 0 }}
              onRemove={() => setChosen((last) => last.filter((other) => other.id !== one.id))}
            >
              {one.name || one.phone || one.email}
            </Pill>
          ))}
        </Pill.Group>
      )}
      <ContactPicker
        org={org}
        label={t`Find people`}
        without={chosen.map((one) => one.id)}
        onPick={(one) => setChosen((last) => [...last, one])}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button disabled={chosen.length === 0} loading={add.isPending} onClick={() => add.mutate(chosen)}>
          {chosen.length === 0
            ? t`Add`
            : t`${plural(chosen.length, { one: 'Add # contact', other: 'Add # contacts' })}`}
        </Button>
      </Group>
    </Stack>
  );
}
