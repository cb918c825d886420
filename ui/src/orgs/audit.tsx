import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Nowhere, Trouble } from '../parts/trouble';
import { type AuditEntry, auditQuery, dayOf, groupedBy } from './audit-query';
import { AuditWords } from './audit-words';
import { useWho } from './audit-who';
import { membersQuery } from './members-queries';
import { useMay, useOrg } from './use-org';

/** Who did what, and when: the newest first. */
export function AuditPage() {
  const { t } = useLingui();
  const org = useOrg();
  if (!useMay()('administer')) return <Nowhere />;
  return (
    <Stack maw={960} gap="lg">
      <PageHead title={t`History`} sub={<Trans>Who did what in {org.name}, as of some seconds ago.</Trans>} />
      <Entries org={org.id} />
    </Stack>
  );
}

function Entries({ org }: { org: string }) {
  const { i18n } = useLingui();
  const list = useInfiniteQuery(auditQuery(org));
  const members = useQuery(membersQuery(org)).data?.members;
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.data === undefined) {
    return list.error === null ? <LoadingRows rows={8} /> : <Trouble error={list.error} retry={() => void list.refetch()} />;
  }
  if (entries.length === 0 && !list.hasNextPage) {
    return (
      <Empty icon={IconHistory} title={<Trans>Nothing happened yet</Trans>}>
        <Trans>What members, guests and Convoke itself do here stands in this list within seconds.</Trans>
      </Empty>
    );
  }
  const names = new Map(members?.map(({ user, name }) => [user, name]));
  return (
    <>
      {groupedBy(entries, (entry) => dayOf(entry.at)).map(([day, ofDay]) => (
        <Stack key={day} gap="xs" component="section">
          <Title order={2} size="h5" c="dimmed">
            {new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'full' }).format(new Date(ofDay[0]?.at ?? day))}
          </Title>
          <Card withBorder padding={0} radius="lg">
            <Stack gap={0} role="list">
              {ofDay.map((entry, index) => (
                <Row key={`${entry.at} ${index}`} entry={entry} names={names} org={org} />
              ))}
            </Stack>
          </Card>
        </Stack>
      ))}
      {list.error !== null && <Trouble error={list.error} />}
      {list.hasNextPage && (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            <Trans>Show older entries</Trans>
          </Button>
        </Group>
      )}
    </>
  );
}

function Row({ entry, names, org }: { entry: AuditEntry; names: ReadonlyMap<string, string>; org: string }) {
  const { i18n } = useLingui();
  const who = useWho(names);
  const time = new Intl.DateTimeFormat(i18n.locale, { timeStyle: 'short' }).format(new Date(entry.at));
  return (
    <Group role="listitem" wrap="nowrap" align="baseline" gap="md" px="md" py="sm" className="row-line">
      <Text size="sm" c="dimmed" className="figures" flex="none" w={72}>
        <time dateTime={entry.at}>{time}</time>
      </Text>
      <Stack gap={0} miw={0} flex={1}>
        <Text size="sm" component="div">
          <AuditWords entry={entry} org={org} nameOf={(user) => names.get(user) ?? null} />
        </Text>
        <Text size="xs" c="dimmed">
          {who(entry.by)}
        </Text>
      </Stack>
    </Group>
  );
}
