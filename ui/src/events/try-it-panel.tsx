import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Divider, Group, Loader, Stack, Text, ThemeIcon } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconCheck, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useOrg } from '../orgs/use-org';
import { Trouble } from '../parts/trouble';
import { askHost, nextStep, STEPS, type StepName, take, type Trial } from './try-it';

const hostQuery = { queryKey: ['host'], queryFn: askHost, staleTime: Number.POSITIVE_INFINITY };

/** A first event with people who are made up, where the host simulates them; nothing anywhere else. */
export function TryIt() {
  const { t } = useLingui();
  const host = useQuery(hostQuery).data;
  const trial = useTrial();
  if (!host) return null;
  const begun = trial.step !== null || trial.error !== null;
  return (
    <Stack gap="md">
      <Divider label={t`or`} />
      <Group justify="space-between" gap="sm">
        <Stack gap={0} flex={1} miw={220}>
          <Text fw={600}>
            <Trans>Look at it first</Trans>
          </Text>
          <Text size="sm" c="dimmed">
            <Trans>Forty people who are made up, 12 seats. Nobody real gets a message.</Trans>
          </Text>
        </Stack>
        <Button
          variant="light"
          leftSection={<IconSparkles size={18} aria-hidden />}
          loading={trial.running}
          onClick={trial.run}
        >
          {trial.error === null ? <Trans>Try it with simulated guests</Trans> : <Trans>Go on</Trans>}
        </Button>
      </Group>
      {begun && <Progress step={trial.step} />}
      {trial.error !== null && <Trouble error={trial.error} />}
    </Stack>
  );
}

/** Takes the steps until one fails; goes on where it failed. */
function useTrial() {
  const { t } = useLingui();
  const org = useOrg();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [trial, setTrial] = useState<Trial>(() => ({
    org: org.id,
    zone: org.time_zone,
    name: t`Rooftop dinner (a try)`,
    key: crypto.randomUUID(),
  }));
  const run = useMutation({
    mutationFn: async () => {
      let now = trial;
      for (let step = nextStep(now); step !== null; step = nextStep(now)) {
        now = await take(step, now);
        setTrial(now);
      }
      return now;
    },
    onSuccess: async ({ event = '' }) => {
      await navigate({ to: '/o/$org/events/$event', params: { org: org.id, event } });
      void queries.invalidateQueries({ queryKey: ['org', org.id] });
    },
  });
  const touched = run.isPending || run.isError;
  return { step: touched ? nextStep(trial) : null, running: run.isPending, error: run.error, run: () => run.mutate() };
}

function Progress({ step }: { step: StepName | null }) {
  const { t } = useLingui();
  const words: Record<StepName, string> = {
    people: t`Import 40 people`,
    event: t`Make an event with 12 seats`,
    invitees: t`Put everybody on its list`,
    guests: t`Let the guests answer by themselves`,
    start: t`Start`,
  };
  const at = step === null ? STEPS.length : STEPS.indexOf(step);
  return (
    <Stack component="ol" gap="xs" p={0} m={0} aria-live="polite" style={{ listStyle: 'none' }}>
      {STEPS.map((name, index) => (
        <Group component="li" key={name} gap="sm">
          {index < at && (
            <ThemeIcon size={22} radius="xl" aria-label={t`Done`} role="img">
              <IconCheck size={14} aria-hidden />
            </ThemeIcon>
          )}
          {index === at && <Loader size={22} aria-label={t`Now`} role="img" />}
          {index > at && <ThemeIcon size={22} radius="xl" variant="light" aria-hidden />}
          <Text size="sm" fw={index === at ? 600 : undefined}>
            {words[name]}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
