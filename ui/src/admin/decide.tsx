import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import { confirmAct } from '../parts/confirm';

export type Outcome = 'sent' | 'not_sent';

/** Says what became of a message that nobody knew the outcome of. */
export function Decide(props: { to: string; pending: boolean; notSent: string; onDecide: (outcome: Outcome) => void }) {
  const { t } = useLingui();
  const { to } = props;
  const ask = (outcome: Outcome) => () =>
    confirmAct({
      title: outcome === 'sent' ? t`It was sent to ${to}?` : t`It was not sent to ${to}?`,
      words: outcome === 'sent' ? t`You found it at the provider. It counts as sent.` : props.notSent,
      act: outcome === 'sent' ? t`It was sent` : t`It was not sent`,
      cancel: t`Not sure`,
      harmless: true,
      onConfirm: () => props.onDecide(outcome),
    });
  return (
    <Group gap="xs">
      <Button
        variant="default"
        size="sm"
        mih={44}
        loading={props.pending}
        aria-label={t`${to}: it was sent`}
        onClick={ask('sent')}
      >
        <Trans>It was sent</Trans>
      </Button>
      <Button
        variant="default"
        size="sm"
        mih={44}
        loading={props.pending}
        aria-label={t`${to}: it was not sent`}
        onClick={ask('not_sent')}
      >
        <Trans>It was not sent</Trans>
      </Button>
    </Group>
  );
}
