import { Trans, useLingui } from '@lingui/react/macro';
import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useRoleWords } from '../orgs/role-words';
import { tell, useTellProblem } from '../parts/toast';
import { usePlace } from './event-queries';
import { rolesQuery } from './team-queries';
import { EVENT_ROLES, useEventRoleWords } from './team-words';

/** One member: the role in the organization, and the one on this event, which is chosen here. */
export function TeamRow({ member, role }: { member: Schemas['Member']; role: string }) {
  const { t } = useLingui();
  const orgRole = useRoleWords()(member.role);
  const eventRole = useEventRoleWords();
  const give = useGive(member);
  // Admins of the organization may do everything here: no role would add to that.
  const complete = member.role === 'OWNER' || member.role === 'ADMIN';
  const chosen = give.isPending ? give.variables : role;
  return (
    <Group component="li" justify="space-between" gap="sm" py="sm" px="md">
      <Stack gap={0} miw={0}>
        <Text fw={600}>{member.name}</Text>
        <Text size="sm" c="dimmed">
          <Trans>{orgRole} of the organization</Trans>
        </Text>
      </Stack>
      {complete && role === '' ? (
        <Text size="sm" c="dimmed">
          <Trans>May do everything here</Trans>
        </Text>
      ) : (
        <NativeSelect
          size="md"
          w={240}
          aria-label={t`Role of ${member.name} on this event`}
          value={chosen}
          disabled={give.isPending}
          onChange={(event) => give.mutate(event.currentTarget.value)}
          data={EVENT_ROLES.map((value) => ({ value, label: eventRole(value).words }))}
        />
      )}
    </Group>
  );
}

/** Gives the role, or takes it. */
function useGive(member: Schemas['Member']) {
  const { t } = useLingui();
  const place = usePlace();
  const tellProblem = useTellProblem();
  const words = useEventRoleWords();
  const at = { params: { path: { ...place, user: member.user } } };
  return useCommand<string, unknown>({
    send: (role) =>
      role === ''
        ? body(api.DELETE('/v1/orgs/{org}/events/{event}/roles/{user}', at))
        : body(api.PUT('/v1/orgs/{org}/events/{event}/roles/{user}', { ...at, body: { role } })),
    touches: () => [rolesQuery(place).queryKey, ['me']],
    onDone: (_, role) =>
      tell(
        role === ''
          ? t`${member.name} has no role of their own here any more.`
          : t`${member.name} has the role “${words(role).words}” here.`,
      ),
    onProblem: tellProblem,
  });
}
