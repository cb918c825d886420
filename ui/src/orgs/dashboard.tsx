import { Trans, useLingui } from '@lingui/react/macro';
import { SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PageHead } from '../parts/page-head';
import { Moment } from '../parts/moment';
import { Trouble } from '../parts/trouble';
import type { Schemas } from '../api/client';
import { dashboardQuery } from './dashboard-query';
import { DashboardRows } from './dashboard-rows';
import { FigureCard } from './figure-card';
import { useFigureWords } from './figure-words';
import { MessageShares } from './message-shares';
import type { Figure, Period } from './search';
import { useOrg } from './use-org';

const route = getRouteApi('/signed-in/o/$org/dashboard');

/** The figures of the org over some days; behind each stand its rows. */
export function Dashboard() {
  const { t } = useLingui();
  const org = useOrg();
  const { period = '7d', figure } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...dashboardQuery(org.id, period),
    placeholderData: (before) => before,
  });
  return (
    <Stack maw={1100} gap="lg">
      <PageHead
        title={t`Figures`}
        sub={data?.as_of == null ? <Trans>Of {org.name}</Trans> : <Trans>As of <Moment at={data.as_of} /></Trans>}
      >
        <SegmentedControl
          aria-label={t`Period`}
          value={period}
          onChange={(chosen) => void navigate({ search: (search) => ({ ...search, period: chosen as Period }) })}
          data={[
            { value: '7d', label: t`7 days` },
            { value: '30d', label: t`30 days` },
            { value: 'all', label: t`All` },
          ]}
        />
      </PageHead>
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingCards />}
      {data !== undefined && <Cards data={data} dimmed={isPlaceholderData} />}
      <DashboardRows
        org={org.id}
        period={period}
        figure={figure}
        onClose={() => void navigate({ search: (search) => ({ ...search, figure: undefined }) })}
      />
    </Stack>
  );
}

function Cards({ data, dimmed }: { data: Schemas['DashboardView']; dimmed: boolean }) {
  const navigate = route.useNavigate();
  const words = useFigureWords();
  const { i18n } = useLingui();
  const open = (figure: Figure) => () => void navigate({ search: (search) => ({ ...search, figure }) });
  const rate = data.rate_per_mille;
  const percent = new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <Stack gap="lg" opacity={dimmed ? 0.6 : 1} aria-busy={dimmed}>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <FigureCard label={words('sent')} value={data.sent} onOpen={open('sent')} />
        <FigureCard label={words('confirmed')} value={data.confirmed} onOpen={open('confirmed')} />
        <FigureCard label={words('declined')} value={data.declined} onOpen={open('declined')} />
        <FigureCard
          label={<Trans>Yes among the answers</Trans>}
          value={rate == null ? null : percent.format(rate / 1000)}
        />
      </SimpleGrid>
      <Stack gap="sm" component="section">
        <Title order={2} size="h4">
          <Trans>What became of the messages</Trans>
        </Title>
        <MessageShares messages={data.messages} />
        <SimpleGrid cols={{ base: 2, sm: 3, md: 6 }}>
          {(['planned', 'submitted', 'held_back', 'rejected', 'failed', 'unknown'] as const).map((figure) => (
            <FigureCard key={figure} small label={words(figure)} value={data.messages[figure]} onOpen={open(figure)} />
          ))}
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          <Trans>All messages are the sum of the five beside it. The days are counted in UTC.</Trans>
        </Text>
      </Stack>
    </Stack>
  );
}

function LoadingCards() {
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} role="status">
      {Array.from({ length: 4 }, (_, card) => (
        <Skeleton key={card} height={112} radius="lg" />
      ))}
    </SimpleGrid>
  );
}
