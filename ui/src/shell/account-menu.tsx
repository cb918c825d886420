import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLanguage, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LANGUAGES, type Language } from '../i18n';
import { meQuery } from '../orgs/use-org';
import { useChooseLanguage } from './use-choose-language';
import { useSignOut } from './use-sign-out';

/** One's own account, language, colours, and the way out. */
export function AccountMenu() {
  const { t, i18n } = useLingui();
  const me = useQuery(meQuery).data;
  const signOut = useSignOut();
  const chooseLanguage = useChooseLanguage();
  const { setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="light" size={44} radius="xl" aria-label={t`Account and settings`}>
          <Text span fw={650} size="sm" aria-hidden>
            {initials(me?.name ?? '')}
          </Text>
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
            rightSection={i18n.locale === language ? <IconCheck size={16} aria-label={t`chosen`} /> : null}
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
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The first letters of the first and the last name. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('').toLocaleUpperCase();
}
