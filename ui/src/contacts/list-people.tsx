import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useMay } from '../orgs/use-org';
import { Empty, LoadingRows } from '../parts/states';
import { tell, useTellProblem } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { ContactRows } from './contact-rows';
import { dropRows } from './queries';
import { SelectedBar } from './selected-bar';
import { isEmpty, isPicked, NOBODY, extended, type Selection, toggled } from './selection';
import { useContactList } from './use-contact-list';

/** Everybody on a list, and taking them off it. */
export function ListPeople({ org, list, onAdd }: { org: string; list: Schemas['ContactList']; onAdd: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const people = useContactList(org, { list: list.id });
  const [selection, setSelection] = useState<Selection>(NOBODY);
  const { more } = people;
  useEffect(() => {
    if (people.rows.length === 0 && more.has && !more.loading) more.load();
  }, [people.rows.length, more]);
  if (people.error !== null && people.rows.length === 0) return <Trouble error={people.error} retry={people.retry} />;
  if (people.isLoading || (people.rows.length === 0 && !people.isEmpty)) return <LoadingRows />;
  if (people.isEmpty) {
    return (
      <Empty
        icon={IconUsers}
        title={<Trans>Nobody is on this list</Trans>}
        action={
          may('work') && (
            <Button onClick={onAdd}>
              <Trans>Add people</Trans>
            </Button>
          )
        }
      >
        <Trans>Who joins by the link or is put on the list shows up here within seconds.</Trans>
      </Empty>
    );
  }
  return (
    <>
      <ContactRows
        org={org}
        rows={people.rows}
        label={t`People on this list`}
        total={people.total}
        more={more}
        pick={
          may('work')
            ? {
                has: (id) => isPicked(selection, id),
                fixed: false,
                toggle: (id, through) =>
                  setSelection((last) =>
                    through ? extended(last, id, people.rows.map((row) => row.id)) : toggled(last, id),
                  ),
              }
            : undefined
        }
      />
      {people.error !== null && <Trouble error={people.error} retry={people.retry} />}
      {!isEmpty(selection) && !selection.all && (
        <TakeOff org={org} list={list} picked={[...selection.picked]} onDone={() => setSelection(NOBODY)} />
      )}
    </>
  );
}

function TakeOff(props: { org: string; list: Schemas['ContactList']; picked: string[]; onDone: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const tellProblem = useTellProblem();
  const { org, list, picked } = props;
  const take = useCommand({
    send: (contacts: string[], key) =>
      body(
        api.POST('/v1/orgs/{org}/contacts/bulk', {
          params: { path: { org }, header: { 'idempotency-key': key } },
          body: { select: { contacts }, act: 'remove_from_list', list: list.id },
        }),
      ),
    onDone: (_, contacts) => {
      const gone = new Set(contacts);
      dropRows(queries, org, { list: list.id }, (id) => gone.has(id));
      tell(t`Taken off ${list.name}`);
      props.onDone();
    },
    onProblem: tellProblem,
    touches: () => [['org', org, 'contacts', 'one']],
  });
  return (
    <SelectedBar
      count={picked.length}
      pending={take.isPending}
      onAct={() => take.mutate(picked)}
      onClear={props.onDone}
    />
  );
}
