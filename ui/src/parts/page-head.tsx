import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/** A page's one `h1`, its acts beside it; also what the browser's tab says. */
export function PageHead(props: { title: string; sub?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${props.title} · Convoke`;
  }, [props.title]);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="md">
      <Stack gap={2} miw={0}>
        <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
          {props.title}
        </Title>
        {props.sub !== undefined && (
          <Text c="dimmed" component="div">
            {props.sub}
          </Text>
        )}
      </Stack>
      {props.children !== undefined && <Group gap="sm">{props.children}</Group>}
    </Group>
  );
}
