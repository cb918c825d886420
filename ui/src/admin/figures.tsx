import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Anchor, Button, Group, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api, body, type Schemas } from '../api/client';
import { FigureCard } from '../orgs/figure-card';
import { useFigureWords } from '../orgs/figure-words';
import type { Period } from '../orgs/search';
import { PageHead } from '../parts/page-head';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { addUp } from './add-up';
import { dollars } from './money';

const route = getRouteApi('/signed-in/admin/');

/** The platform's figures: those of users and orgs are whole, the others are added up 50 orgs at a time. */
const figuresQuery = (period: Period) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'figures', period],
    queryFn: ({ pageParam }) =>
      body(api.GET('/v1/admin/figures', { params: { query: { period, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** How much the platform is used, and whether somebody has to look after something. */
export function Figures() {
  const { t } = useLingui();
  const { period = '7d' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(figuresQuery(period));
  const pages = query.data?.pages;
  const [first] = pages ?? [];
  return (
    <Stack gap="lg">
      <PageHead title={t`Platform`} sub={<Trans>As of some seconds ago</Trans>}>
        <SegmentedControl
          aria-label={t`Period`}
          value={period}
          onChange={(chosen) => void navigate({ search: { period: chosen as Period } })}
          data={[
            { value: '7d', label: t`7 days` },
            { value: '30d', label: t`30 days` },
            { value: 'all', label: t`All` },
          ]}
        />
      </PageHead>
      {query.error !== null && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.error === null && pages === undefined && <LoadingRows rows={3} />}
      {first !== undefined && first.unknown_messages > 0 && <Unknown number={first.unknown_messages} />}
      {first !== undefined && <Whole figures={first} />}
      {pages !== undefined && (
        <Counted
          counted={addUp(pages.map((page) => page.counted))}
          more={query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      )}
    </Stack>
  );
}

function Unknown({ number }: { number: number }) {
  return (
    <Alert color="orange">
      <Text size="sm">
        <Plural
          value={number}
          one="Of # message nobody knows whether it was sent."
          other="Of # messages nobody knows whether they were sent."
        />{' '}
        <Anchor component={Link} to="/admin/troubles" inherit>
          <Trans>Look at them</Trans>
        </Anchor>
      </Text>
    </Alert>
  );
}

function Whole({ figures }: { figures: Schemas['FiguresView'] }) {
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      <FigureCard label={<Trans>New users</Trans>} value={figures.users} />
      <FigureCard label={<Trans>New organizations</Trans>} value={figures.orgs} />
      <FigureCard small label={<Trans>Of these users: deactivated</Trans>} value={figures.users_deactivated} />
      <FigureCard small label={<Trans>Of these organizations: archived</Trans>} value={figures.orgs_archived} />
    </SimpleGrid>
  );
}

function Counted(props: { counted: Schemas['CountedView']; more: boolean; loading: boolean; onMore: () => void }) {
  const words = useFigureWords();
  const { counted } = props;
  const spend = counted.spend_micros;
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        <Plural value={counted.orgs} one="In # organization" other="In # organizations" />
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }}>
        <FigureCard small label={<Trans>Contacts</Trans>} value={counted.contacts} />
        <FigureCard small label={<Trans>Events</Trans>} value={counted.events} />
        {(['planned', 'submitted', 'held_back', 'rejected', 'failed', 'unknown'] as const).map((figure) => (
          <FigureCard key={figure} small label={words(figure)} value={counted[figure]} />
        ))}
        <FigureCard small label={<Trans>Segments sent</Trans>} value={counted.segments} />
        <FigureCard small label={<Trans>Cost of segments</Trans>} value={spend == null ? null : dollars(spend)} />
      </SimpleGrid>
      {counted.at_least && (
        <Text size="sm" c="dimmed">
          <Trans>An organization with more than 1,000 contacts or events counts as 1,000.</Trans>
        </Text>
      )}
      {props.more && (
        <Group>
          <Button variant="default" loading={props.loading} onClick={props.onMore}>
            <Trans>Count more organizations</Trans>
          </Button>
        </Group>
      )}
    </Stack>
  );
}
