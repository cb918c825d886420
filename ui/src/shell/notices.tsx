import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';

/** Where it is told what was done, and what was not. */
export function Notices() {
  return <Notifications position="bottom-center" containerWidth={460} />;
}
