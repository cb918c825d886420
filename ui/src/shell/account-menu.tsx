import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLanguage, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../api/client';
import { end } from '../api/session';
import { chooseLanguage, LANGUAGES, type Language } from '../i18n';
import { meQuery } from '../orgs/use-org';

/** One's own account, language, colours, and the way out. */
export function AccountMenu() {
  const { t } = useLingui();
  const me = useQuery(meQuery).data;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const logOut = async () => {
    // The cookie goes with the answer; without one, the session ends at its time.
    await api.DELETE('/v1/session').catch(() => undefined);
    end();
    queries.clear();
    await navigate({ to: '/login' });
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" size={44} radius="xl" aria-label={t`Account and settings`}>
          <Avatar name={me?.name} color="initials" radius="xl" aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {me !== undefined && (
          <Text size="sm" px="sm" py={6} c="dimmed" truncate>
            {me.email}
          </Text>
        )}
        <Menu.Item renderRoot={(root) => <Link to="/account" {...root} />} leftSection={<IconUser size={16} aria-hidden />}>
          <Trans>Your account</Trans>
        </Menu.Item>
        <Menu.Divider />
        {(Object.keys(LANGUAGES) as Language[]).map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            leftSection={<IconLanguage size={16} aria-hidden />}
            onClick={() => void chooseLanguage(language)}
          >
            {LANGUAGES[language].name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconSun size={16} aria-hidden />} onClick={() => setColorScheme('light')}>
          <Trans>Light</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} aria-hidden />} onClick={() => setColorScheme('dark')}>
          <Trans>Dark</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceDesktop size={16} aria-hidden />} onClick={() => setColorScheme('auto')}>
          <Trans>As the device</Trans>
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void logOut()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
