import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Avatar, Badge, Group, Menu, Stack, Text } from '@mantine/core';
import { IconCheck, IconDots, IconUserMinus } from '@tabler/icons-react';
import { Moment } from '../parts/moment';
import { type Member, useLooker } from './members-queries';
import { givableRoles, reaches } from './reach';
import type { Role } from './rights';
import { useRoleMeaning, useRoleWords } from './role-words';
import { useChangeRole, useRemoveMember } from './member-acts';
import { useMe } from './use-org';

/** One member, and what the looker may do with them. */
export function MemberRow({ member, members }: { member: Member; members: Member[] }) {
  const role = useRoleWords();
  const mine = useMe().id === member.user;
  return (
    <Group role="listitem" wrap="nowrap" px="md" py="sm" gap="sm" className="row-line">
      <Avatar name={member.name} color="initials" radius="xl" aria-hidden />
      <Stack gap={0} miw={0} flex={1}>
        <Text fw={600} truncate>
          {member.name}
          {mine && (
            <Text span c="dimmed" fw={400}>
              {' '}
              <Trans>(you)</Trans>
            </Text>
          )}
        </Text>
        <Text size="sm" c="dimmed" truncate>
          {member.email ?? <Trans>since <Moment at={member.joined_at} /></Trans>}
        </Text>
      </Stack>
      <Badge variant="light" color={member.role === 'OWNER' ? 'grape' : 'pine'} flex="none">
        {role(member.role)}
      </Badge>
      <Acts member={member} members={members} />
    </Group>
  );
}

function Acts({ member, members }: { member: Member; members: Member[] }) {
  const { t } = useLingui();
  const role = useRoleWords();
  const meaning = useRoleMeaning();
  const looker = useLooker();
  const mine = useMe().id === member.user;
  const change = useChangeRole(member, members);
  const remove = useRemoveMember(member);
  const theirs = member.role as Role;
  const givable = givableRoles(looker);
  // One's own end here is "Leave", further down.
  if (!reaches(looker, theirs) || (mine && givable.length === 0)) return null;
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t`Change ${member.name}`}>
          <IconDots size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {givable.length > 0 && <Menu.Label>{t`Role`}</Menu.Label>}
        {givable.map((given) => (
          <Menu.Item
            key={given}
            disabled={given === theirs}
            leftSection={given === theirs ? <IconCheck size={16} aria-label={t`now`} /> : <IconCheck size={16} opacity={0} aria-hidden />}
            onClick={() => change(given)}
          >
            <Text size="sm" fw={600}>
              {role(given)}
            </Text>
            <Text size="xs" c="dimmed">
              {meaning(given)}
            </Text>
          </Menu.Item>
        ))}
        {!mine && (
          <>
            {givable.length > 0 && <Menu.Divider />}
            <Menu.Item color="red" leftSection={<IconUserMinus size={16} aria-hidden />} onClick={remove}>
              <Trans>Remove {member.name}</Trans>
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
