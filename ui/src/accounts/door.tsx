import { Card, Center, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/** What stands around the pages for who is not signed in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Convoke`;
  }, [title]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={420} gap="lg">
        <Text ta="center" fw={750} fz="xl" c="var(--mantine-color-anchor)">
          Convoke
        </Text>
        <Card withBorder padding="xl" radius="lg">
          <Title order={1} size="h2" mb="md">
            {title}
          </Title>
          {children}
        </Card>
      </Stack>
    </Center>
  );
}
