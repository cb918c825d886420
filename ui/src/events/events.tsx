import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { IconCalendarEvent, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Schemas } from '../api/client';
import { useMay, useOrg } from '../orgs/use-org';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { EventCard } from './event-card';
import { eventsQuery } from './event-query';
import { isRefused } from './refused';
import type { Shelf } from './search';

const route = getRouteApi('/signed-in/o/$org/events');
const FirstSteps = lazy(() => import('./first-steps').then((module) => ({ default: module.FirstSteps })));

/** How often a page of cards is asked again while an event is inviting: two pages half as often. */
const LIVE_MS = 5_000;

/** The org's events: those to come, those that were, those put away. */
export function EventsPage() {
  const { t } = useLingui();
  const org = useOrg();
  const may = useMay();
  const shelf: Shelf = route.useSearch().show ?? 'upcoming';
  return (
    <>
      <PageHead title={t`Events`} sub={org.name}>
        {may('work') && <NewEvent org={org.id} />}
      </PageHead>
      <Shelves org={org.id} shelf={shelf} />
      <ShelfOf key={shelf} shelf={shelf} />
    </>
  );
}

function NewEvent({ org }: { org: string }) {
  return (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      renderRoot={(root) => <Link to="/o/$org/new-event" params={{ org }} {...root} />}
    >
      <Trans>New event</Trans>
    </Button>
  );
}

function Shelves({ org, shelf }: { org: string; shelf: Shelf }) {
  const { t } = useLingui();
  const shelves: { name: Shelf; words: string }[] = [
    { name: 'upcoming', words: t`Upcoming` },
    { name: 'past', words: t`Past` },
    { name: 'archived', words: t`Archived` },
  ];
  return (
    <Group component="nav" aria-label={t`Which events`} gap="xs" mb="lg">
      {shelves.map(({ name, words }) => (
        <Button
          key={name}
          variant={name === shelf ? 'light' : 'subtle'}
          color={name === shelf ? 'pine' : 'gray'}
          renderRoot={(root) => (
            <Link
              to="/o/$org/events"
              params={{ org }}
              search={name === 'upcoming' ? {} : { show: name }}
              aria-current={name === shelf ? 'page' : undefined}
              {...root}
            />
          )}
        >
          {words}
        </Button>
      ))}
    </Group>
  );
}

function ShelfOf({ shelf }: { shelf: Shelf }) {
  const org = useOrg();
  const may = useMay();
  const found = useInfiniteQuery({
    ...eventsQuery(org.id, shelf),
    refetchInterval: ({ state }) =>
      !isRefused(state.error) && state.data?.pages[0]?.events.some((event) => event.state === 'active')
        ? LIVE_MS * state.data.pages.length
        : false,
    refetchIntervalInBackground: false,
  });
  if (found.data === undefined) {
    return found.error === null ? <LoadingCards /> : <Trouble error={found.error} retry={() => found.refetch()} />;
  }
  const events = found.data.pages.flatMap((page) => page.events);
  const guided = shelf === 'upcoming' && may('work') && events.every((event) => event.state === 'draft');
  return (
    <Stack gap="lg">
      {guided && (
        <Suspense fallback={events.length === 0 ? <LoadingCards /> : null}>
          <FirstSteps events={events} />
        </Suspense>
      )}
      {events.length > 0 ? <Cards events={events} /> : !guided && <Nothing shelf={shelf} />}
      {found.isFetchNextPageError && <Trouble error={found.error} />}
      {found.hasNextPage && (
        <Button variant="default" mx="auto" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          <Trans>Show more events</Trans>
        </Button>
      )}
    </Stack>
  );
}

function Cards({ events }: { events: readonly Schemas['ListedEvent'][] }) {
  const org = useOrg();
  return (
    <SimpleGrid component="ul" cols={{ base: 1, md: 2, xl: 3 }} spacing="lg" p={0} m={0} style={{ listStyle: 'none' }}>
      {events.map((event) => (
        <li key={event.id}>
          <EventCard org={org.id} event={event} />
        </li>
      ))}
    </SimpleGrid>
  );
}

function Nothing({ shelf }: { shelf: Shelf }) {
  const { t } = useLingui();
  const words: Record<Shelf, { title: string; more: string }> = {
    upcoming: { title: t`No events ahead`, more: t`Whoever may make events makes them here.` },
    past: { title: t`No past events`, more: t`The day after an event, it moves here.` },
    archived: { title: t`Nothing is archived`, more: t`Put events away that are over: their links go on to work.` },
  };
  return (
    <Empty icon={IconCalendarEvent} title={words[shelf].title}>
      {words[shelf].more}
    </Empty>
  );
}

function LoadingCards() {
  const { t } = useLingui();
  return (
    <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="lg" role="status" aria-label={t`Loading`}>
      {[0, 1, 2].map((card) => (
        <Skeleton key={card} height={196} radius="lg" />
      ))}
    </SimpleGrid>
  );
}
