//! Who asks, where a content network stands before the gateway.
//!
//! The gateway then sees the network's address, and a limit by address would count everybody together.
//! The network sends the viewer's, and beside it a key that only it and we know, since the gateway has
//! an address of its own where anybody may claim anything.
use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
};
use http::{HeaderMap, HeaderName, HeaderValue};
use lambda_http::request::RequestContext;
use std::{net::IpAddr, sync::Arc};
use subtle::ConstantTimeEq;

/// The variable with the key. Without one no viewer's address is believed.
pub const VIEWER_KEY: &str = "CONVOKE_VIEWER_KEY";
/// The header with the key, which the network sets.
const KEY: HeaderName = HeaderName::from_static("x-convoke-viewer-key");
/// The header with the viewer's address, which the network sets.
const ADDRESS: HeaderName = HeaderName::from_static("x-convoke-viewer-address");
/// Fewest characters of a key.
const KEY_CHARACTERS_MIN: usize = 32;

/// `router`, told the viewer's address by whoever knows `key`. Handlers see neither header.
pub fn behind_network(router: Router, key: Option<String>) -> Router {
    let key = key.map(Arc::<str>::from);
    router.layer(from_fn(move |request: Request, next: Next| {
        let key = key.clone();
        async move { next.run(told(request, key.as_deref())).await }
    }))
}

/// The viewer's address, where whoever sent `headers` proves to know `key`, which has 32 characters or
/// more. Takes both headers out.
pub fn viewer_address(headers: &mut HeaderMap, key: Option<&str>) -> Option<IpAddr> {
    let claimed = headers.remove(KEY);
    let address = headers.remove(ADDRESS)?;
    let key = key.filter(|key| key.len() >= KEY_CHARACTERS_MIN)?;
    let is_known = claimed.is_some_and(|claimed| is_same(&claimed, key));
    is_known.then(|| address.to_str().ok()?.parse().ok()).flatten()
}

fn told(mut request: Request, key: Option<&str>) -> Request {
    let Some(address) = viewer_address(request.headers_mut(), key) else { return request };
    let gateway = request.extensions_mut().get_mut::<RequestContext>();
    if let Some(RequestContext::ApiGatewayV2(context)) = gateway {
        context.http.source_ip = Some(address.to_string());
    }
    request
}

fn is_same(claimed: &HeaderValue, key: &str) -> bool {
    claimed.as_bytes().ct_eq(key.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequestContext;

    const OURS: &str = "0123456789abcdef0123456789abcdef";

    fn seen(key: Option<&str>, claimed: &'static str, address: &'static str) -> Option<String> {
        let mut context = ApiGatewayV2httpRequestContext::default();
        context.http.source_ip = Some("198.51.100.1".to_owned());
        let request = Request::builder()
            .header(KEY, claimed)
            .header(ADDRESS, address)
            .extension(RequestContext::ApiGatewayV2(context))
            .body(axum::body::Body::empty());
        let request = told(request.unwrap(), key);
        assert!(request.headers().is_empty());
        runtime::http::source_address(request.extensions()).map(str::to_owned)
    }

    #[test]
    fn a_viewers_address_is_believed_of_the_network_only() {
        let (gateway, viewer) = (Some("198.51.100.1".to_owned()), Some("203.0.113.9".to_owned()));
        assert_eq!(seen(Some(OURS), OURS, "203.0.113.9"), viewer);
        assert_eq!(seen(Some(OURS), "", "203.0.113.9"), gateway);
        assert_eq!(seen(Some(OURS), "0123456789abcdef0123456789abcdeF", "203.0.113.9"), gateway);
        assert_eq!(seen(Some(OURS), OURS, "me"), gateway);
        assert_eq!(seen(None, "", "203.0.113.9"), gateway);
    }

    #[test]
    fn an_address_of_version_six_is_believed_too() {
        assert_eq!(seen(Some(OURS), OURS, "2001:db8::1").as_deref(), Some("2001:db8::1"));
    }
}
