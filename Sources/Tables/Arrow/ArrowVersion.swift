import CArrowBridge

/// The version of Arrow C++ that this process runs with, such as `26.0.1`.
public var arrowVersion: String { String(cString: arrow_bridge_version()) }
