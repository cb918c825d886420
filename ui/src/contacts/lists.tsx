import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Anchor, Badge, Button, Card, Group, Menu, Stack, Text } from '@mantine/core';
import { IconDots, IconListDetails, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { useMay } from '../orgs/use-org';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { ListModal } from './list-form';
import { listsQuery } from './queries';
import { useDeleteList } from './use-delete-list';

const route = getRouteApi('/signed-in/o/$org/lists');

/** All lists of the organization. */
export function ListsPage() {
  const { t } = useLingui();
  const { org } = route.useParams();
  const may = useMay();
  const navigate = route.useNavigate();
  const lists = useQuery(listsQuery(org));
  const [open, setOpen] = useState<Schemas['ContactList'] | 'new' | null>(null);
  const items = lists.data?.items;
  return (
    <>
      <PageHead
        title={t`Lists`}
        sub={t`A list is a named set of contacts: the choir, the neighbours, everybody who signed up.`}
      >
        {may('work') && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen('new')}>
            <Trans>New list</Trans>
          </Button>
        )}
      </PageHead>
      {lists.error !== null && <Trouble error={lists.error} retry={() => void lists.refetch()} />}
      {items === undefined && lists.error === null && <LoadingRows />}
      {items?.length === 0 && (
        <Empty icon={IconListDetails} title={<Trans>No lists yet</Trans>}>
          <Trans>
            Make a list to invite the same people again, or to let people sign up by themselves: each list can have a
            link for that.
          </Trans>
        </Empty>
      )}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {items?.map((list) => (
          <OneList key={list.id} org={org} list={list} onEdit={() => setOpen(list)} />
        ))}
      </Stack>
      <ListModal
        org={org}
        opened={open !== null}
        list={open === 'new' ? undefined : (open ?? undefined)}
        onClose={() => setOpen(null)}
        onMade={(list) => void navigate({ to: '/o/$org/lists/$list', params: { org, list: list.id } })}
      />
    </>
  );
}

function OneList({ org, list, onEdit }: { org: string; list: Schemas['ContactList']; onEdit: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const remove = useDeleteList(org, list);
  return (
    <Card component="li" withBorder radius="lg" padding="md">
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Stack gap={2} miw={0}>
          <Anchor
            fw={600}
            py={4}
            style={{ overflowWrap: 'anywhere' }}
            renderRoot={(root) => <Link to="/o/$org/lists/$list" params={{ org, list: list.id }} {...root} />}
          >
            {list.name}
          </Anchor>
          {list.description !== '' && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {list.description}
            </Text>
          )}
          <Group gap="xs">
            <Text size="sm" className="figures">
              {t`${plural(list.contacts, { one: '# contact', other: '# contacts' })}`}
            </Text>
            {list.sign_up != null && (
              <Badge variant="light" tt="none">
                <Trans>People can sign up</Trans>
              </Badge>
            )}
          </Group>
        </Stack>
        {may('work') && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" size={44} aria-label={t`Acts on ${list.name}`} loading={remove.isPending}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
                <Trans>Rename</Trans>
              </Menu.Item>
              {may('tidy') && (
                <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.ask}>
                  <Trans>Delete</Trans>
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
    </Card>
  );
}
