//! TLS towards others. It trusts Mozilla's authorities as the program itself has them: reading the
//! system's store would be most of a cold start.
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::sync::Arc;

/// No TLS can be had. Nothing that a caller could mend.
#[derive(Debug, thiserror::Error)]
#[error("TLS: {0}")]
pub struct TlsError(#[from] rustls::Error);

/// TLS 1.2 and 1.3 that trusts every authority whose name, as its certificates have it in DER,
/// `is_trusted`.
pub fn trusting(is_trusted: impl Fn(&[u8]) -> bool) -> Result<ClientConfig, TlsError> {
    let authorities = webpki_roots::TLS_SERVER_ROOTS.iter();
    let trusted = authorities.filter(|authority| is_trusted(authority.subject.as_ref()));
    let roots = RootCertStore { roots: trusted.cloned().collect() };
    let provider = Arc::new(ring::default_provider());
    let settings = ClientConfig::builder_with_provider(provider);
    let settings = settings.with_safe_default_protocol_versions()?;
    Ok(settings.with_root_certificates(roots).with_no_client_auth())
}
