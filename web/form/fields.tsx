import { Place, useTies } from './faults.tsx';

interface TickBoxProps {
  readonly id: string;
  readonly label: string;
  readonly ticked: boolean;
  /** Some of what it stands for is ticked. */
  readonly partly?: boolean;
  readonly change: (ticked: boolean) => void;
  readonly style?: 'strong' | 'explicit';
  /** The field whose fault describes this control. */
  readonly field?: string | undefined;
}

/** A tick box with its label. */
export function TickBox({ id, label, ticked, partly = false, change, style, field }: TickBoxProps) {
  // `input`, not `change`: the fault around it goes at `input`, and drawing that would undo a tick not yet reported.
  return (
    <label class={style ? `tick ${style}` : 'tick'} for={id}>
      <input
        type="checkbox"
        id={id}
        name={id}
        checked={ticked}
        indeterminate={partly}
        onInput={({ currentTarget }) => change(currentTarget.checked)}
        {...useTies(field)}
      />
      <span>{label}</span>
    </label>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly chosen: boolean;
  readonly choose: () => void;
  readonly field?: string | undefined;
}

/** One choice among several of the same `name`. */
export function Choice({ name, value, label, chosen, choose, field }: ChoiceProps) {
  const id = `${name}-${value}`;
  // A radio button cannot be invalid by itself; its group's fault describes it.
  const { 'aria-describedby': describedBy } = useTies(field);
  return (
    <label class="tick" for={id}>
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        checked={chosen}
        onInput={choose}
        aria-describedby={describedBy}
      />
      <span>{label}</span>
    </label>
  );
}

interface TextInput {
  readonly type: 'text';
  readonly inputmode: 'numeric';
  readonly autocomplete?: 'one-time-code';
  readonly class: 'code' | 'short';
}

interface EmailInput {
  readonly type: 'email';
  readonly autocomplete: 'email';
}

interface DateInput {
  readonly type: 'date';
  /** The first day and the last, as `YYYY-MM-DD`. */
  readonly min: string | undefined;
  readonly max: string | undefined;
}

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly field?: string;
  /** The id of an element that says how to fill it in. */
  readonly hint?: string;
  readonly input: TextInput | EmailInput | DateInput;
}

/** An input with its label above it. */
export function TextField({ id, label, value, change, field, hint, input }: TextFieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        name={id}
        value={value}
        onInput={({ currentTarget }) => change(currentTarget.value)}
        {...useTies(field, hint)}
      />
    </div>
  );
}

/** The field for a mail address, with its fault. */
export function AddressField(props: Pick<TextFieldProps, 'label' | 'value' | 'change'>) {
  return (
    <Place field="address">
      <TextField id="address" field="address" {...props} input={{ type: 'email', autocomplete: 'email' }} />
    </Place>
  );
}
