import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Card, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PageHead } from '../parts/page-head';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { InviteMember } from './invite-member';
import { Leave } from './leave';
import { MemberRow } from './member-row';
import { type Member, membersQuery, useLooker } from './members-queries';
import { givableRoles } from './reach';
import { RolesExplained } from './roles-explained';
import { TeamInvitations } from './team-invitations';
import { Transfer } from './transfer';
import { useMay, useOrg } from './use-org';

/** Members above which a name is looked for rather than read. */
const SEARCHED_FROM = 8;

/** Who belongs to the org, in which role, and who is invited. */
export function MembersPage() {
  const { t } = useLingui();
  const org = useOrg();
  const looker = useLooker();
  const may = useMay();
  const { data, error, refetch } = useQuery(membersQuery(org.id));
  const [inviting, { open, close }] = useDisclosure(false);
  const members = data?.members;
  return (
    <Stack maw={960} gap="lg">
      <PageHead title={t`Members`} sub={<Trans>Who works with {org.name}.</Trans>}>
        {givableRoles(looker).length > 0 && org.archived_at == null && (
          <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
            <Trans>Invite</Trans>
          </Button>
        )}
      </PageHead>
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && members === undefined && <LoadingRows rows={4} />}
      {members !== undefined && <MemberList members={members} />}
      {may('administer') && <TeamInvitations />}
      <RolesExplained />
      {members !== undefined && !looker.entered && (
        <Group>
          {looker.role === 'OWNER' && <Transfer members={members} />}
          <Leave members={members} />
        </Group>
      )}
      <InviteMember open={inviting} onClose={close} />
    </Stack>
  );
}

function MemberList({ members }: { members: Member[] }) {
  const { t } = useLingui();
  const [wanted, setWanted] = useState('');
  const text = wanted.trim().toLowerCase();
  const shown = members.filter(({ name, email }) => `${name} ${email ?? ''}`.toLowerCase().includes(text));
  return (
    <Stack gap="sm">
      {members.length >= SEARCHED_FROM && (
        <TextInput
          aria-label={t`Search members`}
          placeholder={t`Search members`}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={wanted}
          onChange={(change) => setWanted(change.currentTarget.value)}
          maw={360}
        />
      )}
      <Card withBorder padding={0} radius="lg">
        <Stack gap={0} role="list" aria-label={t`Members`}>
          {shown.map((member) => (
            <MemberRow key={member.user} member={member} members={members} />
          ))}
        </Stack>
        {shown.length === 0 && (
          <Text p="lg" c="dimmed" role="status">
            <Trans>Nobody here has this name.</Trans>
          </Text>
        )}
      </Card>
    </Stack>
  );
}
