//! The stack that holds the stacks of functions together, so that the root names each of them once.
use super::{Parts, Template, part};
use serde_json::{Map, Value, json};

/// A stack for each of `stacks`, each given the parameters that it declares: what an earlier one puts
/// out, or what the tree itself is given.
pub(super) fn template(stacks: &[Template]) -> Template {
    let (mut parameters, mut resources) = (Map::new(), Map::new());
    let mut put_out: Map<String, Value> = Map::new();
    for stack in stacks {
        let id = part::logical(stack.file.trim_end_matches(".json"), "Stack");
        let mut given = Map::new();
        for (name, declaration) in stack.section("Parameters").into_iter().flatten() {
            let value = put_out.get(name).cloned().unwrap_or_else(|| {
                parameters.insert(name.clone(), declaration.clone());
                json!({ "Ref": name })
            });
            given.insert(name.clone(), value);
        }
        for name in stack.section("Outputs").into_iter().flat_map(Map::keys) {
            let value = json!({ "Fn::GetAtt": [id, format!("Outputs.{name}")] });
            put_out.insert(name.clone(), value);
        }
        resources.insert(
            id,
            json!({
                "Type": "AWS::CloudFormation::Stack",
                "Properties": { "TemplateURL": stack.file, "Parameters": given },
            }),
        );
    }
    let parts = Parts {
        description: "Every function".to_owned(),
        parameters,
        conditions: Map::new(),
        resources,
        outputs: Map::new(),
    };
    Template::of("functions", parts)
}
