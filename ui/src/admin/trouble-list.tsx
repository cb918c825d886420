import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Card, Group, Stack } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';

/** A list of what somebody has to decide: page by page, or empty, which is good. */
export function TroubleList<Item>(props: {
  label: string;
  list: {
    data: { pages: { items: Item[] }[] } | undefined;
    error: Error | null;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
    refetch: () => unknown;
  };
  keyOf: (item: Item) => string;
  empty: ReactNode;
  children: (item: Item) => ReactNode;
}) {
  const { t } = useLingui();
  const { list } = props;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.data === undefined) {
    return list.error === null ? <LoadingRows rows={3} /> : <Trouble error={list.error} retry={() => void list.refetch()} />;
  }
  return (
    <Stack>
      {items.length === 0 && !list.hasNextPage && (
        <Empty icon={IconCircleCheck} title={t`Nothing to decide`}>
          {props.empty}
        </Empty>
      )}
      {items.length > 0 && (
        <Card withBorder padding={0} radius="lg">
          <Stack gap={0} role="list" aria-label={props.label}>
            {items.map((item) => (
              <Group
                key={props.keyOf(item)}
                role="listitem"
                justify="space-between"
                px="md"
                py="sm"
                gap="sm"
                className="row-line"
              >
                {props.children(item)}
              </Group>
            ))}
          </Stack>
        </Card>
      )}
      {list.hasNextPage && (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            <Trans>Look further</Trans>
          </Button>
        </Group>
      )}
    </Stack>
  );
}
