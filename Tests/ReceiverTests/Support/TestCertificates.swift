/// An authority that nobody trusts, and a certificate of it for `localhost` alone. They are valid until 2120; their keys
/// protect nothing.
enum TestCertificates {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBYzCCAQmgAwIBAgIBATAKBggqhkjOPQQDAjAgMR4wHAYDVQQDDBVBbiBhdXRo
        b3JpdHkgb2YgdGVzdHMwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBa
        MCAxHjAcBgNVBAMMFUFuIGF1dGhvcml0eSBvZiB0ZXN0czBZMBMGByqGSM49AgEG
        CCqGSM49AwEHA0IABGPIy1uN/Q1nwwjFXQ2rVdGAUqyUcp3IAff8b2kX/yshvjkZ
        vU09IL8QUMmO0eYk7YBPcpIx09igBZExe31GHhWjMjAwMA8GA1UdEwEB/wQFMAMB
        Af8wHQYDVR0OBBYEFP6HgwOZnzYdTavf9P5jU2ta7rlDMAoGCCqGSM49BAMCA0gA
        MEUCIQC6mjzyCdEcXWTRw1uZLwtVCYzqPRHW8/9wMwRVkDj1sAIgNSC+y1SfQleq
        OPFq7ELgrNz3T/JSc2mt8Oc0sE0ewSw=
        -----END CERTIFICATE-----
        """

    /// Another authority.
    static let stranger = """
        -----BEGIN CERTIFICATE-----
        MIIBXDCCAQGgAwIBAgIBAjAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFBbm90aGVy
        IGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowHDEa
        MBgGA1UEAwwRQW5vdGhlciBhdXRob3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMB
        BwNCAAS14KnZba1EEnfVZoSC0OuKiXjFpTWZ+udI6Ej340QdIyf5L2o/Mb9IQ2sh
        cyvvvd+dyR/8UO6nXZTB3Mp6Qic7ozIwMDAPBgNVHRMBAf8EBTADAQH/MB0GA1Ud
        DgQWBBTPUTH7bZSVdA6fR0zzYz8eLihKHDAKBggqhkjOPQQDAgNJADBGAiEApFZe
        +KSeVHt8hKVnzTUraD/pwrA29lWNL+8KTa9aIcsCIQCH+r2u4mpxCfXYR2eJaApw
        +JnQOCEhNPtx2ERaH+vYww==
        -----END CERTIFICATE-----
        """

    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBfTCCASOgAwIBAgIBAzAKBggqhkjOPQQDAjAgMR4wHAYDVQQDDBVBbiBhdXRo
        b3JpdHkgb2YgdGVzdHMwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBa
        MBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
        BClqF88DSN4evnsociKRiwiKGHGQF1ylQ66+6OvoncxvKDl5BQKZ3F0huxeUTMr2
        tXlvk+TA1R6uzSjRCdpTLT+jWDBWMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAdBgNV
        HQ4EFgQU/KcY27iSLpV5/ZA2JKauNxKFhNUwHwYDVR0jBBgwFoAU/oeDA5mfNh1N
        q9/0/mNTa1ruuUMwCgYIKoZIzj0EAwIDSAAwRQIgFgbSoJqAf7S6iPLaK6g87zAo
        IPo5PCVl+KZZHd8FrYgCIQCw1Tay0yFDb1Ml3XpgAl50PMkcwu6jNF0m68pyEq04
        7g==
        -----END CERTIFICATE-----
        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNH3Md64VWZ7Di6q7
        KLwCHj/2pc+UJ4SbJ7WrKgz+0KChRANCAAQpahfPA0jeHr57KHIikYsIihhxkBdc
        pUOuvujr6J3Mbyg5eQUCmdxdIbsXlEzK9rV5b5PkwNUers0o0QnaUy0/
        -----END PRIVATE KEY-----
        """
}
