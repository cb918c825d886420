import { Trans } from '@lingui/react/macro';
import { Anchor, Card, Center, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { OfflineNotice } from '../shell/offline-notice';
import { LanguageLinks } from './language-links';

/** What stands around the pages for who is not signed in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${title} · Convoke`;
    // The page became another one in place: who listens hears of it.
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [title]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={440} gap="lg">
        <Text ta="center" fw={750} fz="xl" c="var(--mantine-color-anchor)">
          Convoke
        </Text>
        <Card withBorder padding="xl" radius="lg" shadow="sm">
          <Title order={1} size="h2" mb="md" tabIndex={-1} ref={heading}>
            {title}
          </Title>
          <OfflineNotice />
          {children}
        </Card>
        <LanguageLinks />
      </Stack>
    </Center>
  );
}

/** The way back to the log-in. */
export function ToSignIn() {
  return (
    <Anchor component={Link} to="/login" size="sm" py={6}>
      <Trans>Back to sign in</Trans>
    </Anchor>
  );
}
