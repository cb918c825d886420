import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Anchor, Group, Select, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useMay } from '../orgs/use-org';
import { tell, useTellProblem } from '../parts/toast';
import { contactQuery, listsQuery } from './queries';
import { Section } from '../parts/section';

/** The lists that a person is on; put on and taken off here. */
export function ContactLists({ org, contact }: { org: string; contact: Schemas['Contact'] }) {
  const { t } = useLingui();
  const may = useMay();
  const lists = useQuery(listsQuery(org)).data?.items ?? [];
  const tellProblem = useTellProblem();
  const change = useCommand({
    send: ({ list, on }: { list: Schemas['ContactList']; on: boolean }) => {
      const params = { path: { org, list: list.id, contact: contact.id } };
      return on
        ? api.PUT('/v1/orgs/{org}/lists/{list}/contacts/{contact}', { params })
        : api.DELETE('/v1/orgs/{org}/lists/{list}/contacts/{contact}', { params });
    },
    onDone: (_, { list, on }) => tell(on ? t`Put on ${list.name}` : t`Taken off ${list.name}`),
    onProblem: tellProblem,
    touches: () => [contactQuery(org, contact.id).queryKey, ['org', org, 'lists']],
  });
  const here = lists.filter((list) => contact.lists.includes(list.id));
  const others = lists.filter((list) => !contact.lists.includes(list.id));
  return (
    <Section title={t`Lists`}>
      <Stack gap="xs">
        {here.length === 0 && (
          <Text c="dimmed">
            <Trans>On no list.</Trans>
          </Text>
        )}
        {here.map((list) => (
          <Group key={list.id} justify="space-between" wrap="nowrap" mih={44}>
            <Anchor
              truncate
              renderRoot={(root) => <Link to="/o/$org/lists/$list" params={{ org, list: list.id }} {...root} />}
            >
              {list.name}
            </Anchor>
            {may('work') && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={44}
                aria-label={t`Take off ${list.name}`}
                disabled={change.isPending}
                onClick={() => change.mutate({ list, on: false })}
              >
                <IconX size={18} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {may('work') && others.length > 0 && (
          <Select
            key={contact.lists.length}
            aria-label={t`Put on a list`}
            placeholder={t`Put on a list`}
            data={others.map((list) => ({ value: list.id, label: list.name }))}
            value={null}
            searchable
            nothingFoundMessage={t`No such list`}
            disabled={change.isPending}
            onChange={(id) => {
              const list = others.find((one) => one.id === id);
              if (list !== undefined) change.mutate({ list, on: true });
            }}
          />
        )}
      </Stack>
    </Section>
  );
}
