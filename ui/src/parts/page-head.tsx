import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

/** A page's one `h1`, its acts beside it; also what the browser's tab says. */
export function PageHead(props: { title: string; sub?: ReactNode; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The page was opened before its heading was known (see `useRouteFocus`).
    if (document.activeElement?.id === 'main') heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${props.title} · Convoke`;
  }, [props.title]);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="md">
      <Stack gap={2} miw={0}>
        <Title order={1} size="h2" tabIndex={-1} ref={heading} style={{ overflowWrap: 'anywhere' }}>
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
