import { Card, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** One part of a page of settings: what it is about, and what can be changed there. */
export function Section(props: { title: string; sub?: ReactNode; danger?: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <Card
      component="section"
      aria-labelledby={id}
      withBorder
      padding="lg"
      radius="lg"
      bd={props.danger ? '1px solid var(--mantine-color-red-light-color)' : undefined}
    >
      <Stack gap="md">
        <Stack gap={4}>
          <Title order={2} size="h4" id={id}>
            {props.title}
          </Title>
          {props.sub !== undefined && (
            <Text c="dimmed" size="sm">
              {props.sub}
            </Text>
          )}
        </Stack>
        {props.children}
      </Stack>
    </Card>
  );
}
