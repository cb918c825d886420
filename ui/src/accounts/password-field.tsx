import { useLingui } from '@lingui/react/macro';
import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** A password, which can be shown while it is typed. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useLingui();
  return (
    <PasswordInput
      visibilityToggleButtonProps={{ 'aria-label': t`Show what is typed` }}
      // The library says so on every field but this one.
      aria-invalid={props.error ? true : undefined}
      {...props}
    />
  );
}
