import { Plural, useLingui } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Problem } from '../api/problem';
import { Trouble } from '../parts/trouble';

/** Seconds until it may be tried again, counting down; zero where nothing forbids it. */
export function useWait(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = error instanceof Problem && error.status === 429 ? (error.retryAfterSeconds ?? 60) : 0;
    setLeft(seconds);
    if (seconds === 0) return undefined;
    const end = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const now = Math.max(Math.ceil((end - Date.now()) / 1000), 0);
      setLeft(now);
      if (now === 0) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}

/** A problem of a form: too many tries with the time to wait, or whatever else it is. */
export function Refused({ error, wait }: { error: unknown; wait: number }) {
  const { t } = useLingui();
  const tooMany = error instanceof Problem && error.status === 429;
  if (!tooMany) return <Trouble error={error} />;
  if (wait === 0) return null;
  return (
    <Alert role="alert" color="orange" icon={<IconHourglass aria-hidden />} title={t`Too many tries`}>
      <Wait seconds={wait} />
    </Alert>
  );
}

/** "Try again in 14 minutes.": by the minute while it is long, so that it does not flicker. */
function Wait({ seconds }: { seconds: number }) {
  const minutes = Math.ceil(seconds / 60);
  return seconds > 90 ? (
    <Plural value={minutes} one="You can try again in # minute." other="You can try again in # minutes." />
  ) : (
    <Plural value={seconds} one="You can try again in # second." other="You can try again in # seconds." />
  );
}
