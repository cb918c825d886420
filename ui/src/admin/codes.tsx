import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Card, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconCopy, IconPlus, IconTicket } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { confirmAct } from '../parts/confirm';
import { count, Moment } from '../parts/moment';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { tell, useTellProblem } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { NewCode } from './new-code';

type Code = Schemas['CodeView'];

const codesQuery = infiniteQueryOptions({
  queryKey: ['admin', 'codes'],
  queryFn: ({ pageParam }) => body(api.GET('/v1/admin/registration-codes', { params: { query: { cursor: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** The codes that let somebody register. */
export function Codes() {
  const { t } = useLingui();
  const list = useInfiniteQuery(codesQuery);
  const [making, { open, close }] = useDisclosure(false);
  const codes = list.data?.pages.flatMap((page) => page.items) ?? [];
  const make = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
      <Trans>New code</Trans>
    </Button>
  );
  return (
    <Stack gap="lg">
      <PageHead title={t`Registration codes`} sub={<Trans>Who has the link of a code can make an account.</Trans>}>
        {codes.length > 0 && make}
      </PageHead>
      {list.error !== null && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.error === null && list.data === undefined && <LoadingRows rows={4} />}
      {list.data !== undefined && codes.length === 0 && (
        <Empty icon={IconTicket} title={<Trans>No code yet</Trans>} action={make}>
          <Trans>Make a code and send its link to whom you want here.</Trans>
        </Empty>
      )}
      <Stack gap="sm" role="list" aria-label={t`Registration codes`}>
        {codes.map((code) => (
          <CodeCard key={code.id} code={code} />
        ))}
      </Stack>
      {list.hasNextPage && (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            <Trans>Show older ones</Trans>
          </Button>
        </Group>
      )}
      <NewCode open={making} onClose={close} />
    </Stack>
  );
}

function CodeCard({ code }: { code: Code }) {
  const { uses, uses_left: left } = code;
  const all = uses + left;
  return (
    <Card role="listitem" withBorder padding="md" radius="lg">
      <Group justify="space-between" gap="sm">
        <Stack gap={2} miw={0}>
          <Group gap="xs">
            <Text fw={600}>{code.note ?? <Trans>Without a note</Trans>}</Text>
            <State code={code} />
          </Group>
          <Text size="sm" c="dimmed">
            <Trans>
              {count(uses)} of {count(all)} used, good until <Moment at={code.expires_at} />
            </Trans>
          </Text>
        </Stack>
        {code.usable && <Acts code={code} />}
      </Group>
    </Card>
  );
}

function State({ code }: { code: Code }) {
  if (code.usable) {
    return (
      <Badge variant="light" color="green">
        <Trans>Good</Trans>
      </Badge>
    );
  }
  return (
    <Badge variant="light" color="gray">
      {code.revoked_at != null ? <Trans>Revoked</Trans> : code.uses_left === 0 ? <Trans>Used up</Trans> : <Trans>Time is over</Trans>}
    </Badge>
  );
}

function Acts({ code }: { code: Code }) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const note = code.note ?? t`without a note`;
  const revoke = useCommand({
    send: () => body(api.DELETE('/v1/admin/registration-codes/{code}', { params: { path: { code: code.id } } })),
    touches: () => [['admin', 'codes']],
    onDone: () => tell(t`The code is revoked.`),
    onProblem: tellProblem,
  });
  const ask = () =>
    confirmAct({
      title: t`Revoke this code?`,
      words: t`Nobody registers with it from then on. Who has registered stays.`,
      act: t`Revoke the code`,
      cancel: t`Keep it`,
      onConfirm: () => revoke.mutate(undefined),
    });
  return (
    <Group gap="xs">
      <CopyButton value={code.link} timeout={2000}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            size="sm"
            mih={44}
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            aria-label={copied ? t`Copied` : t`Copy the link of the code: ${note}`}
            onClick={copy}
          >
            {copied ? <Trans>Copied</Trans> : <Trans>Copy link</Trans>}
          </Button>
        )}
      </CopyButton>
      <Button
        variant="subtle"
        color="red"
        size="sm"
        mih={44}
        loading={revoke.isPending}
        aria-label={t`Revoke the code: ${note}`}
        onClick={ask}
      >
        <Trans>Revoke</Trans>
      </Button>
    </Group>
  );
}
