import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { Dialog } from '../parts/dialog';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { listQueryOf } from './queries';

/** A new list, or another name and description of one. */
export function ListModal(props: {
  org: string;
  opened: boolean;
  list?: Schemas['ContactList'];
  onClose: () => void;
  onMade?: (list: Schemas['ContactList']) => void;
}) {
  const { t } = useLingui();
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={props.list === undefined ? t`New list` : t`Rename the list`}
    >
      {props.opened && <ListForm {...props} />}
    </Dialog>
  );
}

function ListForm({ org, list, onClose, onMade }: Parameters<typeof ListModal>[0]) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [revision, setRevision] = useState(list?.rev);
  const form = useForm({ initialValues: { name: list?.name ?? '', description: list?.description ?? '' } });
  const save = useCommand({
    send: ({ name, description }: { name: string; description: string }, key) =>
      list === undefined
        ? body(
            api.POST('/v1/orgs/{org}/lists', {
              params: { path: { org }, header: { 'idempotency-key': key } },
              body: { name, description },
            }),
          )
        : body(
            api.PATCH('/v1/orgs/{org}/lists/{list}', {
              params: { path: { org, list: list.id }, header: { 'if-match': `"${revision}"` } },
              body: { name, description: description === '' ? null : description },
            }),
          ),
    onDone: (saved) => {
      onClose();
      if (list === undefined) onMade?.(saved);
      else tell(t`Saved`);
    },
    onProblem: (problem) => {
      if (isProblem(problem, 'taken')) form.setFieldError('name', t`Another list has this name.`);
      else showFaults(form, problem);
      if (isProblem(problem, 'stale') && list !== undefined) {
        // What was typed stays; the next try is about the list as it is now.
        void queries
          .fetchQuery({ ...listQueryOf(org, list.id), staleTime: 0 })
          .then(({ value }) => setRevision(value.rev));
      }
    },
    touches: () => [['org', org, 'lists']],
  });
  const shown = Object.keys(form.errors).length > 0;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack>
        {isProblem(save.error, 'stale') ? (
          <Text role="alert">
            <Trans>Somebody else changed this list meanwhile. What you typed was kept: save again to use it.</Trans>
          </Text>
        ) : (
          save.error !== null && !shown && <Trouble error={save.error} />
        )}
        <TextInput label={t`Name`} required maxLength={100} data-autofocus {...form.getInputProps('name')} />
        <Textarea
          label={t`What it is for`}
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps('description')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={save.isPending}>
            {list === undefined ? <Trans>Make the list</Trans> : <Trans>Save</Trans>}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
