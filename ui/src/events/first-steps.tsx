import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Card, Group, Stack, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useOrg } from '../orgs/use-org';
import { LoadingRows } from '../parts/states';
import { eventsQuery } from './event-query';
import { TryIt } from './try-it-panel';

/** Whether the org has any contact. */
const anyContactQuery = (org: string) => ({
  queryKey: ['org', org, 'contacts', 'any'],
  queryFn: () =>
    body(api.GET('/v1/orgs/{org}/contacts', { params: { path: { org }, query: { limit: 1 } } })).then(
      (page) => page.items.length > 0,
    ),
});

/** The way from nothing to a first event that invites, for an org that has started none. */
export function FirstSteps({ events }: { events: readonly Schemas['ListedEvent'][] }) {
  const org = useOrg().id;
  const contacts = useQuery(anyContactQuery(org));
  const past = useInfiniteQuery(eventsQuery(org, 'past'));
  if (contacts.isPending || past.isPending) return <LoadingRows rows={4} />;
  const started = past.data?.pages.some((page) => page.events.length > 0) ?? false;
  if (started) return events.length === 0 ? <NoneAhead org={org} /> : null;
  const listed = events.find((event) => Object.values(event.counts).some((number) => number > 0));
  const [event] = listed === undefined ? events : [listed];
  return (
    <Card withBorder radius="lg" padding="xl" maw={760} w="100%" mx="auto">
      <Stack gap="lg">
        <Stack gap={4}>
          <Title order={2} size="h3">
            <Trans>Four steps to a full room</Trans>
          </Title>
          <Text c="dimmed">
            <Trans>Nobody gets a message before you start.</Trans>
          </Text>
        </Stack>
        <Steps org={org} contacts={contacts.data ?? false} event={event} listed={listed !== undefined} />
        <TryIt />
      </Stack>
    </Card>
  );
}

function Steps(props: {
  org: string;
  contacts: boolean;
  event: Schemas['ListedEvent'] | undefined;
  listed: boolean;
}) {
  const { t } = useLingui();
  const { org, event } = props;
  const at = event === undefined ? undefined : { org, event: event.id };
  const next = [props.contacts, event !== undefined, props.listed, false].indexOf(false);
  return (
    <Stack component="ol" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
      <Step
        number={1}
        done={props.contacts}
        next={next === 0}
        title={t`Import your contacts`}
        words={t`A file from your address book or a spreadsheet.`}
        act={(root) => <Link to="/o/$org/import" params={{ org }} {...root} />}
      />
      <Step
        number={2}
        done={event !== undefined}
        next={next === 1}
        title={t`Make an event`}
        words={t`What, when, and how many seats.`}
        act={(root) => <Link to="/o/$org/new-event" params={{ org }} {...root} />}
      />
      <Step
        number={3}
        done={props.listed}
        next={next === 2}
        title={t`Choose whom to invite`}
        words={t`In the order in which they are asked.`}
        act={at && ((root) => <Link to="/o/$org/events/$event/add" params={at} {...root} />)}
      />
      <Step
        number={4}
        done={false}
        next={next === 3}
        title={t`Start`}
        words={t`Invitations go out until every seat is taken.`}
        act={at && ((root) => <Link to="/o/$org/events/$event" params={at} {...root} />)}
      />
    </Stack>
  );
}

function Step(props: {
  number: number;
  done: boolean;
  next: boolean;
  title: string;
  words: string;
  act: ((root: Record<string, unknown>) => ReactNode) | undefined;
}) {
  const { t } = useLingui();
  return (
    <Group component="li" wrap="nowrap" align="flex-start" gap="md">
      <ThemeIcon size={36} radius="xl" variant={props.done ? 'filled' : 'light'} aria-hidden>
        {props.done ? <IconCheck size={20} /> : <Text fw={650}>{props.number}</Text>}
      </ThemeIcon>
      <Group justify="space-between" flex={1} gap="sm" miw={0}>
        <Stack gap={0}>
          <Text fw={600}>
            {props.title}
            {props.done && (
              <VisuallyHidden>
                {' '}
                <Trans>(done)</Trans>
              </VisuallyHidden>
            )}
          </Text>
          <Text size="sm" c="dimmed">
            {props.words}
          </Text>
        </Stack>
        {!props.done && props.act !== undefined && (
          <Button variant={props.next ? 'filled' : 'default'} aria-label={t`Go: ${props.title}`} renderRoot={props.act}>
            <Trans>Go</Trans>
          </Button>
        )}
      </Group>
    </Group>
  );
}

function NoneAhead({ org }: { org: string }) {
  return (
    <Stack align="center" py={56} ta="center">
      <Title order={2} size="h3">
        <Trans>No events ahead</Trans>
      </Title>
      <Button renderRoot={(root) => <Link to="/o/$org/new-event" params={{ org }} {...root} />}>
        <Trans>Make an event</Trans>
      </Button>
    </Stack>
  );
}
