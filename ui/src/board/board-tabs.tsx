import { useLingui } from '@lingui/react/macro';
import { Box, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import styles from './board.module.css';
import { usePlace } from './event-queries';

const TABS = [
  '/o/$org/events/$event',
  '/o/$org/events/$event/messages',
  '/o/$org/events/$event/texts',
  '/o/$org/events/$event/timeline',
  '/o/$org/events/$event/team',
  '/o/$org/events/$event/settings',
] as const;

/** The ways to the views of an event. */
export function BoardTabs() {
  const { t } = useLingui();
  const place = usePlace();
  const words: Record<(typeof TABS)[number], string> = {
    '/o/$org/events/$event': t`Invitees`,
    '/o/$org/events/$event/messages': t`Messages`,
    '/o/$org/events/$event/texts': t`Texts`,
    '/o/$org/events/$event/timeline': t`Timeline`,
    '/o/$org/events/$event/team': t`Team`,
    '/o/$org/events/$event/settings': t`Settings`,
  };
  return (
    <Box component="nav" aria-label={t`Views of the event`} className={styles.tabs}>
      <Group gap={4}>
        {TABS.map((to) => (
          <Button
            key={to}
            size="sm"
            h={44}
            px="md"
            variant="subtle"
            color="gray"
            className={styles.tab}
            renderRoot={(root) => (
              <Link
                to={to}
                params={place}
                activeOptions={{ exact: to === TABS[0], includeSearch: false }}
                activeProps={{ 'data-active': true, 'aria-current': 'page' }}
                {...root}
              />
            )}
          >
            {words[to]}
          </Button>
        ))}
      </Group>
    </Box>
  );
}
