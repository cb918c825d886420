import { Trans, useLingui } from '@lingui/react/macro';
import { Stack, Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { PageHead } from '../parts/page-head';
import { Parked } from './parked';
import { TROUBLES } from './search';
import { UnknownMails } from './unknown-mails';
import { UnknownMessages } from './unknown-messages';

const route = getRouteApi('/signed-in/admin/troubles');

/** What a person has to decide: messages of unknown outcome, and work that could not be done. */
export function Troubles() {
  const { t } = useLingui();
  const { tab = 'messages', resolved = false } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Stack gap="lg">
      <PageHead title={t`Troubles`} sub={<Trans>What no machine can decide. Nothing here is repeated by itself.</Trans>} />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(chosen) => void navigate({ search: { tab: TROUBLES.find((one) => one === chosen) } })}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="messages" mih={44}>
            <Trans>Texts</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="mails" mih={44}>
            <Trans>Mails</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="parked" mih={44}>
            <Trans>Parked work</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="messages">
          <UnknownMessages
            resolved={resolved}
            onResolved={(shown) => void navigate({ search: { tab: 'messages', resolved: shown || undefined } })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="mails">
          <UnknownMails />
        </Tabs.Panel>
        <Tabs.Panel value="parked">
          <Parked />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
