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
import { tell, useTellProblem } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { BLANK_LIST, changeOfList, type ListValues, listValues, rebasedList } from './list-values';
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
  const tellProblem = useTellProblem();
  // What the form began with: what comes from elsewhere meanwhile must not be overwritten unseen.
  const [base, setBase] = useState(list);
  const form = useForm<ListValues>({ initialValues: list === undefined ? BLANK_LIST : listValues(list) });
  const save = useCommand({
    send: (values: ListValues, key) =>
      base === undefined
        ? body(
            api.POST('/v1/orgs/{org}/lists', {
              params: { path: { org }, header: { 'idempotency-key': key } },
              body: values,
            }),
          )
        : body(
            api.PATCH('/v1/orgs/{org}/lists/{list}', {
              params: { path: { org, list: base.id }, header: { 'if-match': `"${base.rev}"` } },
              body: changeOfList(values, base),
            }),
          ),
    onDone: (saved) => {
      onClose();
      if (base === undefined) onMade?.(saved);
      else tell(t`Saved`);
    },
    onProblem: (problem) => {
      if (isProblem(problem, 'taken')) form.setFieldError('name', t`Another list has this name.`);
      else showFaults(form, problem);
      if (isProblem(problem, 'stale') && base !== undefined) {
        // What was typed stays; the next try is about the list as it is now.
        void queries.fetchQuery({ ...listQueryOf(org, base.id), staleTime: 0 }).then(
          ({ value }) => {
            form.setValues(rebasedList(form.getValues(), base, value));
            setBase(value);
          },
          tellProblem,
        );
      }
    },
    touches: () => [['org', org, 'lists']],
  });
  const submit = (values: ListValues) => {
    const same = base !== undefined && Object.keys(changeOfList(values, base)).length === 0;
    if (same) onClose();
    else save.mutate(values);
  };
  const shown = Object.keys(form.errors).length > 0;
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
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
