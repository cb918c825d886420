import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Code, Container, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, IconLock, IconMapQuestion } from '@tabler/icons-react';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { Problem } from '../api/problem';

/** What a problem is called and what its reader can do, in the reader's language. */
export function useProblemWords(): (error: unknown) => { title: string; words: string } {
  const { t } = useLingui();
  return (error) => {
    if (!(error instanceof Problem)) {
      return { title: t`Something went wrong`, words: t`Try again. If it stays, reload the page.` };
    }
    switch (error.slug) {
      case 'offline':
        return { title: t`No connection`, words: t`Nothing was lost. It goes on as soon as you are online again.` };
      case 'unauthenticated':
        return { title: t`Sign in first`, words: t`Your session is over.` };
      case 'forbidden':
        return { title: t`You may not do this`, words: error.detail ?? t`Ask an owner or admin of the organization.` };
      case 'not-found':
        return { title: t`There is nothing here`, words: t`It was deleted, or it is not yours to see.` };
      case 'stale':
      case 'conflict':
        return { title: t`Somebody else changed it`, words: t`You now see it as it is. Look again, then repeat what you wanted.` };
      case 'invalid-fields':
        return {
          title: t`Something needs a correction`,
          words: error.errors.map(({ pointer, detail }) => `${pointer.replace(/^\//, '')} ${detail}`).join('; '),
        };
      case 'last-owner':
        return { title: t`An organization keeps an owner`, words: t`Make another member an owner first, or archive the organization.` };
      case 'last-admin':
        return { title: t`Somebody has to run the platform`, words: t`Make another user a platform admin first.` };
      case 'too-many-requests':
        return { title: t`Too many tries`, words: t`Wait a moment, then try again.` };
      default:
        return error.status >= 500
          ? { title: t`Something went wrong`, words: t`It is our fault, not yours. Try again in a moment.` }
          : { title: error.title, words: error.detail ?? '' };
    }
  };
}

/** A problem in the place of what could not be shown. */
export function Trouble({ error, retry, children }: { error: unknown; retry?: () => void; children?: ReactNode }) {
  const words = useProblemWords()(error);
  const problem = error instanceof Problem ? error : null;
  const Icon = problem?.slug === 'offline' ? IconCloudOff : problem?.status === 403 ? IconLock : IconAlertTriangle;
  return (
    <Alert role="alert" color={problem?.slug === 'offline' ? 'gray' : 'red'} icon={<Icon aria-hidden />} title={words.title}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{words.words}</Text>
        {problem !== null && problem.status >= 500 && problem.instance !== null && (
          <Text size="xs">
            <Trans>
              For whoever runs this: request <Code>{problem.instance}</Code>
            </Trans>
          </Text>
        )}
        {children}
        {retry !== undefined && (
          <Button size="xs" variant="default" onClick={retry}>
            <Trans>Try again</Trans>
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** The page of an address that leads nowhere. */
export function Nowhere() {
  return (
    <Container size="xs" py={80}>
      <Stack align="center" ta="center">
        <IconMapQuestion size={48} aria-hidden />
        <Title order={1} size="h2">
          <Trans>There is nothing here</Trans>
        </Title>
        <Text c="dimmed">
          <Trans>The address is wrong, or what was here is gone or not yours to see.</Trans>
        </Text>
        <Group>
          <Button component={Link} to="/">
            <Trans>To the start</Trans>
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}

/** The page in the place of one that failed; a part of it that could not be loaded comes with the next loading. */
export function Crash({ error, reset }: { error: unknown; reset?: () => void }) {
  const queries = useQueryErrorResetBoundary();
  const broken = !(error instanceof Problem);
  const offline = broken && !navigator.onLine;
  useEffect(() => {
    if (!offline) return undefined;
    const reload = () => window.location.reload();
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [offline]);
  if (error instanceof Problem && error.status === 404) return <Nowhere />;
  const retry = () => {
    // Else the query that failed throws its former error again.
    queries.reset();
    reset?.();
  };
  return (
    <Container size="xs" py={80}>
      <Trouble error={offline ? Problem.offline() : error} retry={broken || reset === undefined ? undefined : retry}>
        {broken && !offline && (
          <Button size="xs" variant="default" onClick={() => window.location.reload()}>
            <Trans>Reload</Trans>
          </Button>
        )}
      </Trouble>
    </Container>
  );
}
