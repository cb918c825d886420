import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Menu, Stack } from '@mantine/core';
import { IconDots, IconPencil, IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { isProblem } from '../api/problem';
import { useMay } from '../orgs/use-org';
import { PageHead } from '../parts/page-head';
import { LoadingRows } from '../parts/states';
import { Nowhere, Trouble } from '../parts/trouble';
import { AddToList } from './add-to-list';
import { ListModal } from './list-form';
import { ListPeople } from './list-people';
import { listQueryOf } from './queries';
import { SignUp } from './sign-up';
import { useDeleteList } from './use-delete-list';

const route = getRouteApi('/signed-in/o/$org/lists/$list');

/** One list: its people, and the link by which others join it. */
export function ListPage() {
  const { org, list } = route.useParams();
  const query = useQuery(listQueryOf(org, list));
  if (isProblem(query.error, 'not-found')) return <Nowhere />;
  if (query.data === undefined) {
    return query.error === null ? <LoadingRows /> : <Trouble error={query.error} retry={() => void query.refetch()} />;
  }
  return <OneList org={org} list={query.data.value} />;
}

function OneList({ org, list }: { org: string; list: Schemas['ContactList'] }) {
  const { t } = useLingui();
  const may = useMay();
  const [open, setOpen] = useState<'edit' | 'add' | null>(null);
  const people = t`${plural(list.contacts, { one: '# contact', other: '# contacts' })}`;
  const about = list.description === '' ? people : `${people} · ${list.description}`;
  return (
    <>
      <Anchor
        size="sm"
        display="inline-block"
        py={10}
        renderRoot={(root) => <Link to="/o/$org/lists" params={{ org }} {...root} />}
      >
        <Trans>All lists</Trans>
      </Anchor>
      <PageHead title={list.name} sub={about}>
        {may('work') && (
          <>
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setOpen('add')}>
              <Trans>Add people</Trans>
            </Button>
            <ListMenu org={org} list={list} onEdit={() => setOpen('edit')} />
          </>
        )}
      </PageHead>
      <Stack gap="xl">
        <SignUp org={org} list={list} />
        <Stack gap={0}>
          <Group justify="flex-end">
            <Button
              variant="subtle"
              size="sm"
              h={44}
              renderRoot={(root) => <Link to="/o/$org/contacts" params={{ org }} search={{ list: list.id }} {...root} />}
            >
              <Trans>Search and change these contacts</Trans>
            </Button>
          </Group>
          <ListPeople org={org} list={list} onAdd={() => setOpen('add')} />
        </Stack>
      </Stack>
      <ListModal org={org} opened={open === 'edit'} list={list} onClose={() => setOpen(null)} />
      <AddToList org={org} list={list} opened={open === 'add'} onClose={() => setOpen(null)} />
    </>
  );
}

function ListMenu({ org, list, onEdit }: { org: string; list: Schemas['ContactList']; onEdit: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const navigate = route.useNavigate();
  const remove = useDeleteList(org, list, () => void navigate({ to: '/o/$org/lists', params: { org } }));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" px="sm" aria-label={t`More acts`} loading={remove.isPending}>
          <IconDots size={18} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
          <Trans>Rename</Trans>
        </Menu.Item>
        {may('tidy') && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.ask}>
            <Trans>Delete the list</Trans>
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
