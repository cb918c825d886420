import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Text } from '@mantine/core';
import { IconDoorExit } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { confirmAct } from '../parts/confirm';
import { tell, useTellProblem } from '../parts/toast';
import type { Member } from './members-queries';
import { useMe, useOrg } from './use-org';

/** Ends the caller's own membership; the last owner is told what comes first. */
export function Leave({ members }: { members: Member[] }) {
  const { t } = useLingui();
  const org = useOrg();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = useCommand({
    send: () => body(api.POST('/v1/orgs/{org}/leave', { params: { path: { org: org.id } } })),
    onDone: async () => {
      tell(t`You left ${org.name}.`);
      await queries.invalidateQueries({ queryKey: ['orgs'] });
      await navigate({ to: '/orgs' });
      queries.removeQueries({ queryKey: ['org', org.id] });
      await queries.invalidateQueries({ queryKey: ['me'] });
    },
    onProblem: useTellProblem(),
  });
  const owners = members.filter(({ role }) => role === 'OWNER');
  if (owners.length === 1 && owners[0]?.user === me.id) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>You are the only owner: to leave, make another member an owner first.</Trans>
      </Text>
    );
  }
  const ask = () =>
    confirmAct({
      title: t`Leave ${org.name}?`,
      words: t`You lose your access at once, with your roles on its events. To come back, somebody has to invite you.`,
      act: t`Leave ${org.name}`,
      cancel: t`Stay`,
      onConfirm: () => leave.mutate(undefined),
    });
  return (
    <Button
      variant="default"
      leftSection={<IconDoorExit size={18} aria-hidden />}
      loading={leave.isPending}
      onClick={ask}
    >
      <Trans>Leave</Trans>
    </Button>
  );
}
