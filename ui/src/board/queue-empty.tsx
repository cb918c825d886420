import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMoodSmile, IconUserPlus, IconUsersGroup } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/states';
import { usePlace, useStatus } from './event-queries';
import { countOf, type Show } from './groups';

/** A group that nobody is in: what would be here, and what comes first. */
export function QueueEmpty({ show, adds }: { show: Show; adds: boolean }) {
  const place = usePlace();
  const nobody = countOf('all', useStatus().counts) === 0;
  if (nobody || show === 'line') {
    return (
      <Empty
        icon={IconUsersGroup}
        title={nobody ? <Trans>Nobody is on the list yet</Trans> : <Trans>Nobody is in line</Trans>}
        action={
          adds && (
            <Button
              leftSection={<IconUserPlus size={18} aria-hidden />}
              renderRoot={(root) => <Link to="/o/$org/events/$event/add" params={place} {...root} />}
            >
              <Trans>Add people</Trans>
            </Button>
          )
        }
      >
        {nobody ? (
          <Trans>Add people from your contacts and put them in order: whoever is first is asked first.</Trans>
        ) : (
          <Trans>Everybody who could be asked was asked.</Trans>
        )}
      </Empty>
    );
  }
  return (
    <Empty icon={IconMoodSmile} title={<Trans>Nobody is here</Trans>}>
      <Words show={show} />
    </Empty>
  );
}

function Words({ show }: { show: Exclude<Show, 'line'> }) {
  switch (show) {
    case 'asked':
      return <Trans>Whoever was asked and has not answered yet is shown here, with the deadline.</Trans>;
    case 'confirmed':
      return <Trans>Whoever said yes is shown here.</Trans>;
    case 'declined':
      return <Trans>Whoever said no, at once or later, is shown here.</Trans>;
    case 'waitlist':
      return <Trans>Whoever said yes when the event was full waits here for a seat.</Trans>;
    case 'silent':
      return <Trans>Whoever let the time to answer go by is shown here. You can ask them again.</Trans>;
    case 'problems':
      return <Trans>Whoever could not be reached, or was passed over, is shown here with the reason.</Trans>;
    case 'all':
      return <Trans>Everybody on the list is shown here.</Trans>;
  }
}
