import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { useEntry } from '../orgs/use-org';
import { Moment } from '../parts/moment';
import { useTellProblem } from '../parts/toast';

/** Says that an admin of the platform is in somebody else's org, how, and until when; and lets them leave. */
export function EntryBanner({ org }: { org: string }) {
  const { t } = useLingui();
  const entry = useEntry(org);
  if (entry === undefined) return null;
  return (
    <Alert color="grape" icon={<IconEye aria-hidden />} mb="md" role="region" aria-label={t`Your visit`}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {entry.acting ? (
            <Trans>
              You act here as an admin of the platform, until <Moment at={entry.until} />. The owners are told.
            </Trans>
          ) : (
            <Trans>
              You look on here as an admin of the platform, until <Moment at={entry.until} />. The owners are told.
            </Trans>
          )}
        </Text>
        <LeaveNow org={org} />
      </Group>
    </Alert>
  );
}

function LeaveNow({ org }: { org: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const tellProblem = useTellProblem();
  const leave = useCommand({
    send: () => body(api.DELETE('/v1/admin/orgs/{tenant}/entry', { params: { path: { tenant: org } } })),
    onDone: async () => {
      await navigate({ to: '/admin/orgs' });
      queries.removeQueries({ queryKey: ['org', org] });
      await queries.invalidateQueries({ queryKey: ['me'] });
    },
    onProblem: tellProblem,
  });
  return (
    <Button size="sm" mih={44} color="grape.8" loading={leave.isPending} onClick={() => leave.mutate(undefined)}>
      <Trans>Leave the organization</Trans>
    </Button>
  );
}
