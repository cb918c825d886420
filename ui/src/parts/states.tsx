import { Center, Loader, Skeleton, Stack, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import type { ComponentType, ReactNode } from 'react';

/** Nothing yet, why, and what comes first. */
export function Empty(props: {
  icon: ComponentType<{ size?: number }>;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <Stack align="center" gap="sm" py={56} px="md" ta="center">
      <ThemeIcon size={64} radius="xl" variant="light" aria-hidden>
        <Icon size={32} />
      </ThemeIcon>
      <Title order={2} size="h3">
        {props.title}
      </Title>
      {props.children !== undefined && (
        <Text c="dimmed" maw={440}>
          {props.children}
        </Text>
      )}
      {props.action}
    </Stack>
  );
}

/** Rows that are on their way. */
export function LoadingRows({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap="sm" role="status">
      <VisuallyHidden>
        <Trans>Loading</Trans>
      </VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={44} radius="md" />
      ))}
    </Stack>
  );
}

/** A page that is on its way. */
export function LoadingPage() {
  return (
    <Center mih={240} role="status">
      <VisuallyHidden>
        <Trans>Loading</Trans>
      </VisuallyHidden>
      <Loader aria-hidden />
    </Center>
  );
}
