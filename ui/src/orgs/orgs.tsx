import { Trans, useLingui } from '@lingui/react/macro';
import { Button, SimpleGrid, Stack, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { MyInvitations } from './my-invitations';
import { NewOrg } from './new-org';
import { ArchivedCard, OrgCard } from './org-card';
import { orgsQuery } from './use-org';

/** The caller's organizations, the archived ones too, and the invitations to others. */
export function OrgsPage() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(orgsQuery);
  const [creating, { open, close }] = useDisclosure(false);
  const orgs = data?.orgs ?? [];
  const used = orgs.filter((org) => org.archived_at == null);
  const archived = orgs.filter((org) => org.archived_at != null);
  const create = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
      <Trans>New organization</Trans>
    </Button>
  );
  return (
    <Stack maw={960} gap="lg">
      <PageHead title={t`Organizations`} sub={<Trans>Each has its own members, contacts, events and limits.</Trans>}>
        {used.length > 0 && create}
      </PageHead>
      <MyInvitations />
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingRows rows={3} />}
      {data !== undefined && used.length === 0 && (
        <Empty icon={IconBuildingCommunity} title={<Trans>No organization yet</Trans>} action={create}>
          <Trans>Make one to keep contacts and fill events, or ask somebody to invite you to theirs.</Trans>
        </Empty>
      )}
      {used.length > 0 && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} role="list" aria-label={t`Organizations`}>
          {used.map((org) => (
            <OrgCard key={org.id} org={org} />
          ))}
        </SimpleGrid>
      )}
      {archived.length > 0 && (
        <Stack gap="sm">
          <Title order={2} size="h4">
            <Trans>Archived</Trans>
          </Title>
          <Stack gap="sm" role="list" aria-label={t`Archived`}>
            {archived.map((org) => (
              <ArchivedCard key={org.id} org={org} />
            ))}
          </Stack>
        </Stack>
      )}
      <NewOrg open={creating} onClose={close} />
    </Stack>
  );
}
