import { type FunctionComponent, memo } from "react";
import type { Param } from "../../../simulation/kinds/define.ts";
import { POLICY_PICTURES } from "../pictures/policy-pictures.ts";
import { ArrivalsField } from "./ArrivalsField.tsx";
import { BooleanField } from "./BooleanField.tsx";
import { ChoiceField } from "./ChoiceField.tsx";
import { CountField } from "./CountField.tsx";
import { DistributionField } from "./DistributionField.tsx";
import type { FieldProps } from "./field-model.ts";
import { HeadersField } from "./HeadersField.tsx";
import { MapField } from "./MapField.tsx";
import { NamesField } from "./NamesField.tsx";
import { NodeField } from "./NodeField.tsx";
import { NumberField } from "./NumberField.tsx";
import { ObjectField } from "./ObjectField.tsx";
import { PointsField } from "./PointsField.tsx";
import { RequiresField } from "./RequiresField.tsx";
import { ListTextField, TextField } from "./TextField.tsx";

/** The field for any parameter of a definition; drawn again when its own value or default changes. */
export const ParamField: FunctionComponent<FieldProps> = memo(AnyField, areAlike);

function areAlike(a: FieldProps, b: FieldProps): boolean {
  return (
    a.param === b.param &&
    a.path === b.path &&
    a.value === b.value &&
    a.fallback.value === b.fallback.value &&
    a.fallback.source === b.fallback.source &&
    a.fallback.called === b.fallback.called &&
    a.fallback.preset?.preset === b.fallback.preset?.preset &&
    a.fallback.preset?.prefix === b.fallback.preset?.prefix
  );
}

function AnyField(props: FieldProps) {
  const { param, path, value, fallback } = props;
  const rest = { path, value, fallback };
  switch (param.type) {
    case "number":
    case "ratio":
      return <NumberField param={param} {...rest} />;
    case "choice":
      return <ChoiceField param={param} {...rest} />;
    case "boolean":
      return <BooleanField param={param} {...rest} />;
    case "text":
      return param.nodeOfKind === undefined ? (
        <TextField param={param} {...rest} />
      ) : (
        <NodeField param={param} {...rest} />
      );
    case "names":
    case "numbers":
      return param.options ? (
        <NamesField param={param} {...rest} />
      ) : (
        <ListTextField param={param} {...rest} />
      );
    case "distribution":
      return <DistributionField param={param} {...rest} />;
    case "arrivals":
      return <ArrivalsField param={param} {...rest} />;
    case "count":
      return <CountField param={param} {...rest} />;
    case "points":
      return <PointsField param={param} {...rest} />;
    case "requires":
      return <RequiresField param={param} {...rest} />;
    case "headers":
      return <HeadersField param={param} {...rest} />;
    case "map":
      return <MapField param={param} {...rest} Field={ParamField} />;
    case "object":
      return (
        <ObjectField
          param={param}
          {...rest}
          Field={ParamField}
          Picture={POLICY_PICTURES[nameOf(path)]}
          nested={isNested(param)}
        />
      );
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** A group that is always there is part of its surroundings, not a card of its own. */
function isNested(param: Param): boolean {
  return param.nullMeans === undefined;
}
