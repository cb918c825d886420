import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useRoleWords } from '../orgs/role-words';
import { tell, useTellProblem } from '../parts/toast';
import { usePlace } from './event-queries';
import { rolesQuery } from './team-queries';
import { EVENT_ROLES, useEventRoleWords } from './team-words';

/** One member: the role in the organization, and the one on this event, which is chosen here. */
export function TeamRow({ member, role }: { member: Schemas['Member']; role: string }) {
  const orgRole = useRoleWords()(member.role);
  // Admins of the organization may do everything here: no role would add to that.
  const complete = member.role === 'OWNER' || member.role === 'ADMIN';
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
        <RoleChoice member={member} role={role} />
      )}
    </Group>
  );
}

/** The choice of a role, which is given when it is saved: the keys that go through a choice pass all of it. */
function RoleChoice({ member, role }: { member: Schemas['Member']; role: string }) {
  const { t } = useLingui();
  const eventRole = useEventRoleWords();
  const select = useRef<HTMLSelectElement>(null);
  const [chosen, choose] = useState<string | null>(null);
  const give = useGive(member, () => {
    choose(null);
    select.current?.focus();
  });
  const value = chosen ?? role;
  return (
    <Group gap="xs">
      <NativeSelect
        ref={select}
        size="md"
        w={240}
        aria-label={t`Role of ${member.name} on this event`}
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
        data={EVENT_ROLES.map((one) => ({ value: one, label: eventRole(one).words }))}
      />
      {value !== role && (
        <Button h={44} loading={give.isPending} onClick={() => give.mutate(value)}>
          <Trans>Save</Trans>
        </Button>
      )}
    </Group>
  );
}

/** Gives the role, or takes it. */
function useGive(member: Schemas['Member'], onGiven: () => void) {
  const { t } = useLingui();
  const queries = useQueryClient();
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
    onDone: (_, role) => {
      queries.setQueryData(rolesQuery(place).queryKey, (known) => known && given(known, member, role));
      onGiven();
      tell(
        role === ''
          ? t`${member.name} has no role of their own here any more.`
          : t`${member.name} has the role “${words(role).words}” here.`,
      );
    },
    onProblem: tellProblem,
  });
}

/** The roles with that one as it is now. */
function given(known: Schemas['EventRoles'], { user, name }: Schemas['Member'], role: string): Schemas['EventRoles'] {
  const others = known.roles.filter((one) => one.user !== user);
  return { ...known, roles: role === '' ? others : [...others, { user, name, role, since: new Date().toISOString() }] };
}
