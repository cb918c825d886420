import { useLingui } from '@lingui/react/macro';
import { type Fault, TEMPLATE_CHARACTERS_MAX } from '../messages/template';

/** What a variable stands for. */
export function useVariableWords(): (name: string) => string {
  const { t } = useLingui();
  return (name) => {
    switch (name) {
      case 'name':
        return t`Guest's name`;
      case 'host':
        return t`Who invites`;
      case 'event':
        return t`Event`;
      case 'date':
        return t`Day`;
      case 'time':
        return t`Time`;
      case 'location':
        return t`Place`;
      case 'deadline':
        return t`Last time to answer`;
      case 'link':
        return t`Guest's link`;
      case 'code':
        return t`Code for replies`;
      case 'message':
        return t`Your message`;
      default:
        return name;
    }
  };
}

/** What is wrong with a text, and what would be right. */
export function useFaultWords(): (fault: Fault) => string {
  const { t } = useLingui();
  const variable = useVariableWords();
  return (fault) => {
    switch (fault.what) {
      case 'empty':
        return t`It says nothing.`;
      case 'too_long':
        return t`It is longer than ${TEMPLATE_CHARACTERS_MAX} characters.`;
      case 'unclosed':
        return t`Two opening braces have no closing ones.`;
      case 'unknown':
        return t`Nothing is called ${fault.name}.`;
      case 'not_here':
        return t`“${variable(fault.name)}” is not known when this is sent.`;
      case 'missing':
        return t`“${variable(fault.name)}” has to be in it.`;
    }
  };
}
