import { Trans } from '@lingui/react/macro';
import { Badge, Group, Stack, Text } from '@mantine/core';
import { useSuspenseQueries } from '@tanstack/react-query';
import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { Suspense } from 'react';
import { eventQuery } from '../events/event-query';
import { Moment } from '../parts/moment';
import { PageHead } from '../parts/page-head';
import { LoadingRows } from '../parts/states';
import { BoardActs } from './board-acts';
import { BoardTabs } from './board-tabs';
import { statusQuery, usePlace } from './event-queries';
import { Standing } from './standing';
import { useStateWords } from './status-words';

/** What stands around every view of one event: what it is, how full, what happens next, and what to do. */
export function Board() {
  const place = usePlace();
  const [event, status] = useSuspenseQueries({ queries: [eventQuery(place.org, place.event), statusQuery(place)] });
  const match = useMatchRoute();
  // Who writes or sets up something needs the room; how full it is, is seen everywhere.
  const watching =
    match({ to: '/o/$org/events/$event' }) !== false || match({ to: '/o/$org/events/$event/timeline' }) !== false;
  const { name, starts_at, zone, location } = event.data.value;
  return (
    <Stack gap="lg">
      <div>
        <PageHead
          title={name}
          sub={
            <Group gap="xs" mt={4}>
              <State state={status.data.state} />
              <Text span inherit>
                <Moment at={starts_at} zone={zone} /> ({zone.replaceAll('_', ' ')})
              </Text>
              {location !== '' && (
                <Text span inherit>
                  <Trans>at {location}</Trans>
                </Text>
              )}
            </Group>
          }
        >
          <BoardActs />
        </PageHead>
        <Standing whole={watching} />
      </div>
      <BoardTabs />
      <Suspense fallback={<LoadingRows />}>
        <Outlet />
      </Suspense>
    </Stack>
  );
}

function State({ state }: { state: string }) {
  const { words, color } = useStateWords()(state);
  return (
    <Badge variant="light" color={color} size="lg" tt="none">
      {words}
    </Badge>
  );
}
