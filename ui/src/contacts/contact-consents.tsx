import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Group, Stack, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { Section } from '../parts/section';

const consentsQuery = (org: string, contact: string) =>
  queryOptions({
    queryKey: ['org', org, 'contacts', 'one', contact, 'consents'],
    queryFn: () =>
      body(api.GET('/v1/orgs/{org}/contacts/{contact}/consents', { params: { path: { org, contact } } })),
  });

/** What a person agreed to and took back, with the words and when. */
export function ContactConsents({ org, contact }: { org: string; contact: string }) {
  const { t } = useLingui();
  const consents = useQuery(consentsQuery(org, contact));
  return (
    <Section title={t`Consent`}>
      {consents.error !== null && <Trouble error={consents.error} retry={() => void consents.refetch()} />}
      {consents.data === undefined && consents.error === null && <LoadingRows rows={1} />}
      {consents.data?.items.length === 0 && (
        <Text c="dimmed">
          <Trans>Nothing is on record. Sign-ups by a list's link are, and STOP and START.</Trans>
        </Text>
      )}
      <Stack gap="md">
        {consents.data?.items.map((consent) => (
          <Entry key={`${consent.at} ${consent.recipient}`} consent={consent} />
        ))}
      </Stack>
    </Section>
  );
}

function Entry({ consent }: { consent: Schemas['Consent'] }) {
  const { t } = useLingui();
  const sources = new Map([
    ['sign_up', t`on a list's page`],
    ['text', t`by text`],
    ['organizer', t`by an organizer`],
  ]);
  const given = consent.kind === 'given';
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Badge variant="light" color={given ? 'pine' : 'red'} tt="none">
          {given ? t`Agreed` : t`Took back`}
        </Badge>
        <Text size="sm">{sources.get(consent.source) ?? consent.source}</Text>
      </Group>
      <Text size="sm" c="dimmed">
        <Moment at={consent.at} /> · <span dir="ltr">{consent.recipient}</span>
      </Text>
      {consent.words !== '' && <Text size="sm">“{consent.words}”</Text>}
    </Stack>
  );
}
