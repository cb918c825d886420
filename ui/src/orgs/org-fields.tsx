import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { api, seen, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { changedValues } from '../parts/rebase';
import { Section } from '../parts/section';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useBase } from '../parts/use-base';
import { RegionSelect, ZoneSelect } from './place-fields';
import { useMay, useOrg } from './use-org';

/** The org with the revision that was seen, for changes. */
const seenOrgQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org, 'seen'],
    queryFn: () => seen(api.GET('/v1/orgs/{org}', { params: { path: { org } } })),
  });

interface Values {
  name: string;
  host: string;
  region: string;
  zone: string;
  [more: string]: string;
}

const valuesOf = (org: Schemas['Org']): Values => ({
  name: org.name,
  host: org.host,
  region: org.region,
  zone: org.time_zone,
});

/** Its name, in whose name it invites, and where it is. Who may not change it reads it. */
export function OrgFields() {
  const { t } = useLingui();
  const { id } = useOrg();
  const queries = useQueryClient();
  const query = seenOrgQuery(id);
  const shown = useSuspenseQuery(query).data;
  const readOnly = !useMay()('administer') || shown.value.archived_at != null;
  const form = useForm<Values>({ initialValues: valuesOf(shown.value) });
  const base = useBase(shown, form, valuesOf);
  const save = useCommand({
    send: (values: Values) => {
      const { name, host, region, zone } = changedValues(values, base.values);
      return seen(
        api.PATCH('/v1/orgs/{org}', {
          params: { path: { org: id }, header: { 'if-match': base.etag } },
          body: { name, host, region, time_zone: zone },
        }),
      );
    },
    touches: () => [['org', id], ['orgs']],
    onDone: (saved) => {
      base.saved(saved);
      tell(t`The settings are saved.`);
    },
    onProblem: (problem) => {
      if (base.onStale(problem, () => queries.fetchQuery({ ...query, staleTime: 0 }))) return;
      showFaults(form, problem, { time_zone: 'zone' });
    },
  });
  return (
    <Section
      title={t`The organization`}
      sub={readOnly ? <Trans>Owners and admins can change it.</Trans> : undefined}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t`Name`}
            description={t`What its members call it.`}
            required={!readOnly}
            maxLength={200}
            readOnly={readOnly}
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t`Host`}
            description={t`Who invites, as guests read it: in texts and on their page.`}
            required={!readOnly}
            maxLength={40}
            readOnly={readOnly}
            {...form.getInputProps('host')}
          />
          <RegionSelect
            label={t`Country`}
            description={t`Of phone numbers that have no country code.`}
           
            readOnly={readOnly}
            {...form.getInputProps('region')}
          />
          <ZoneSelect
            label={t`Time zone`}
            description={t`Of new events.`}
           
            readOnly={readOnly}
            {...form.getInputProps('zone')}
          />
        </SimpleGrid>
        <WhyNot error={save.error} />
        {!readOnly && (
          <Button type="submit" mt="md" loading={save.isPending} disabled={!form.isDirty()}>
            <Trans>Save</Trans>
          </Button>
        )}
      </form>
    </Section>
  );
}

function WhyNot({ error }: { error: Error | null }) {
  if (error === null || isProblem(error, 'invalid-fields')) return null;
  if (isProblem(error, 'stale')) {
    return (
      <Alert color="orange" role="alert" mt="md">
        <Trans>Somebody changed the settings meanwhile. Look at what you typed, then save again.</Trans>
      </Alert>
    );
  }
  return <Trouble error={error} />;
}
