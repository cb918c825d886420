import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Card, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconMessage } from '@tabler/icons-react';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { MessageFilters } from './message-filters';
import { type LogOf, messagesQuery } from './message-query';
import { LogSum, MessageRow } from './message-row';
import styles from './log.module.css';
import type { MessagesSearch } from './search';

/** A message log with its filters. */
export function MessageLog(props: {
  log: LogOf;
  filter: MessagesSearch;
  onFilter: (filter: MessagesSearch) => void;
  /** The event's time zone, where the log is one event's. */
  zone?: string;
}) {
  return (
    <Stack gap="md">
      <MessageFilters filter={props.filter} onChange={props.onFilter} />
      <Messages log={props.log} filter={props.filter} zone={props.zone} />
    </Stack>
  );
}

function Messages({ log, filter, zone }: { log: LogOf; filter: MessagesSearch; zone?: string }) {
  const { t } = useLingui();
  const found = useInfiniteQuery(messagesQuery(log, filter));
  if (found.data === undefined) {
    return found.error === null ? <LoadingRows /> : <Trouble error={found.error} retry={() => found.refetch()} />;
  }
  const messages = found.data.pages.flatMap((page) => page.items);
  const filtered = Object.keys(filter).length > 0;
  if (messages.length === 0 && !found.hasNextPage) {
    return (
      <Empty icon={IconMessage} title={filtered ? t`No such messages` : t`No messages yet`}>
        {filtered ? (
          <Trans>None is like that. Show all to see the others.</Trans>
        ) : (
          <Trans>Every text that is sent or held back stands here, with what became of it.</Trans>
        )}
      </Empty>
    );
  }
  return (
    <Stack gap="sm">
      <LogSum messages={messages} more={found.hasNextPage} />
      <Card withBorder padding={0} m={0} component="ul" className={styles.list} aria-label={t`Messages`}>
        {messages.map((message) => (
          <MessageRow key={message.id} message={message} zone={zone} />
        ))}
      </Card>
      {found.isFetchNextPageError && <Trouble error={found.error} />}
      {found.hasNextPage && (
        <Button variant="default" mx="auto" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          <Trans>Show more messages</Trans>
        </Button>
      )}
    </Stack>
  );
}
