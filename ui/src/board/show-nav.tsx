import { useLingui } from '@lingui/react/macro';
import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { count } from '../parts/moment';
import styles from './board.module.css';
import { usePlace, useStatus } from './event-queries';
import { countOf, type Show, SHOWS } from './groups';
import { useShowWords } from './status-words';

/** The groups of the list, each with its count. Which one is seen stands in the address. */
export function ShowNav({ show }: { show: Show }) {
  const { t } = useLingui();
  const place = usePlace();
  const { counts } = useStatus();
  const words = useShowWords();
  return (
    <nav aria-label={t`Groups of guests`} className={styles.shows}>
      {SHOWS.map((one) => (
        <Button
          key={one}
          size="compact-md"
          h={44}
          px="sm"
          radius="xl"
          fw={one === show ? 650 : 500}
          variant={one === show ? 'light' : 'subtle'}
          color={one === show ? undefined : 'gray'}
          c={one === show ? undefined : 'var(--mantine-color-text)'}
          className={styles.show}
          renderRoot={(root) => (
            <Link
              to="/o/$org/events/$event"
              params={place}
              search={{ show: one === 'line' ? undefined : one }}
              resetScroll={false}
              aria-current={one === show ? 'page' : undefined}
              {...root}
            />
          )}
        >
          {words(one)}{' '}
          {/* Nobody counts who was passed over. */}
          {one !== 'problems' && (
            <Text span inherit ms={6} c="dimmed" className="figures">
              {count(countOf(one, counts))}
            </Text>
          )}
        </Button>
      ))}
    </nav>
  );
}
